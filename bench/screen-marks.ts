/** Runs in the page: how long after a tap the next screen begins to show, and until its content is there. */
export interface ScreenTimes {
  /** ms from the tap to the first frame that is no longer the old screen. */
  first: number
  /** ms from the tap to the frame with the content. */
  content: number
  /** When that frame was painted, Unix ms. */
  contentAt: number
}

export interface Awaited {
  /** The title of the screen that is left. */
  leaving: string
  /** What must be on the screen, as a selector; and the words in it, where the selector alone does not tell. */
  content: string
  words: string
}

function title(): string {
  return document.querySelector('h1')?.textContent.trim() ?? ''
}

function hasContent({ content, words }: Awaited): boolean {
  return Array.from(document.querySelectorAll(content)).some((element) =>
    element.textContent.includes(words),
  )
}

/** Resolves with the painted frame's time. */
function untilPainted(isThere: () => boolean): Promise<number> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (isThere()) requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
      else requestAnimationFrame(look)
    }
    look()
  })
}

/** Call it before the tap; the times come with the last of them. */
async function watchNextScreen(awaited: Awaited): Promise<ScreenTimes> {
  const tapped = new Promise<number>((resolve) => {
    addEventListener('click', ({ timeStamp }) => resolve(timeStamp), { capture: true, once: true })
  })
  const from = await tapped
  const [first, content] = await Promise.all([
    untilPainted(() => title() !== awaited.leaving),
    untilPainted(() => hasContent(awaited)),
  ])
  return {
    first: first - from,
    content: content - from,
    contentAt: performance.timeOrigin + content,
  }
}

export interface ScreenMarks {
  /** Begins to watch; `taken` waits for the end of it. */
  watch(awaited: Awaited): void
  taken(): Promise<ScreenTimes>
}

let watching: Promise<ScreenTimes> = Promise.reject(new Error('nothing is watched'))
watching.catch(() => undefined)

const screenMarks: ScreenMarks = {
  watch(awaited) {
    watching = watchNextScreen(awaited)
  },
  taken: () => watching,
}

Object.assign(globalThis, { screenMarks })
