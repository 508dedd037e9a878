/**
 * Runs in the page before the app: notes when what a nurse waits for is on the screen, by the page's own clock, which
 * starts with the navigation. The passcode's hash (argon2id) begins with its worker and ends where its result becomes a
 * key; it is the same work whatever waits in the outbox.
 */
export type MarkName = 'unlockUsable' | 'tapped' | 'hashBegun' | 'hashDone' | 'listShown'
export type Marks = Partial<Record<MarkName, number>>

const marks: Marks = {}
const begun = new Set<MarkName>()

function mark(name: MarkName): void {
  marks[name] ??= performance.now()
}

/** When the frame that shows it has been painted. */
function markPainted(name: MarkName): void {
  if (begun.has(name)) return
  begun.add(name)
  requestAnimationFrame(() => setTimeout(() => mark(name)))
}

function isListShown(): boolean {
  if (document.querySelector('h1')?.textContent !== '送信箱') return false
  return (
    document.querySelector('main ol > li') !== null ||
    document.body.textContent.includes('この端末に確認の記録はありません')
  )
}

function look(): void {
  if (document.querySelector('input[type=password], input[type=radio]')) markPainted('unlockUsable')
  if (isListShown()) markPainted('listShown')
}

const PlatformWorker = globalThis.Worker
globalThis.Worker = class extends PlatformWorker {
  constructor(...parts: ConstructorParameters<typeof PlatformWorker>) {
    super(...parts)
    mark('hashBegun')
  }
}

const deriveKey = crypto.subtle.deriveKey.bind(crypto.subtle)
Object.assign(crypto.subtle, {
  deriveKey(...parts: Parameters<typeof deriveKey>) {
    if (marks.tapped !== undefined) mark('hashDone')
    return deriveKey(...parts)
  },
})

document.addEventListener('submit', () => mark('tapped'), true)
new MutationObserver(look).observe(document, {
  childList: true,
  subtree: true,
  characterData: true,
})

Object.assign(globalThis, { coldStartMarks: marks })
