/** Every place of a page that Tab comes to, against every place that can be operated. */
import type { Page } from 'playwright-core'

export interface TabWalk {
  /** What can be operated, as it stands on the page from its beginning. */
  stops: string[]
  /** Where Tab went, from the beginning. */
  visited: string[]
  /** Where the focus could not be seen. */
  unseen: string[]
  /** What looks as if it could be clicked and is none of the stops. */
  mouseOnly: string[]
}

/** More than the longest page has. */
const MOST_TABS = 400

/** From the beginning of the document once around. */
export async function walkByTab(page: Page): Promise<TabWalk> {
  const { stops, mouseOnly } = await page.evaluate(markStops)
  const visited: string[] = []
  const unseen: string[] = []
  let last = ''
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(seeFocus)
    // A date has several places within itself.
    if (at.stop === last) continue
    if (at.stop === null || at.stop === visited[0]) break
    visited.push(at.stop)
    if (!at.isSeen) unseen.push(at.stop)
    last = at.stop
  }
  return { stops, visited, unseen, mouseOnly }
}

/** Runs in the page: numbers the stops, and lets Tab begin at the top. */
function markStops(): Pick<TabWalk, 'stops' | 'mouseOnly'> {
  const operable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]'
  const isThere = (element: Element) => element.checkVisibility({ visibilityProperty: true })
  const radios = new Set<string>()
  const stops: string[] = []
  for (const element of document.querySelectorAll<HTMLElement>(operable)) {
    if (!isThere(element)) continue
    if (element instanceof HTMLInputElement && element.type === 'radio') {
      const group = [...document.querySelectorAll<HTMLInputElement>('input[type="radio"]')].filter(
        ({ name }) => name === element.name,
      )
      // Of a group Tab comes to the chosen one, the arrows to the others.
      if ((group.find(({ checked }) => checked) ?? group[0]) !== element) continue
      if (radios.has(element.name)) continue
      radios.add(element.name)
    }
    const words = element.getAttribute('aria-label') ?? element.textContent.trim()
    element.dataset['stop'] = `${stops.length} ${element.localName} ${words.slice(0, 30)}`
    stops.push(element.dataset['stop'])
  }
  const mouseOnly = [...document.querySelectorAll<HTMLElement>('body *')]
    .filter((element) => isThere(element) && getComputedStyle(element).cursor === 'pointer')
    .filter((element) => !element.closest(`${operable}, label`))
    .map((element) => element.outerHTML.slice(0, 80))
  const top = document.createElement('p')
  top.tabIndex = -1
  document.body.prepend(top)
  top.focus()
  top.remove()
  return { stops, mouseOnly }
}

/** Runs in the page. */
function seeFocus(): { stop: string | null; isSeen: boolean } {
  const at = document.activeElement
  if (!(at instanceof HTMLElement) || at === document.body) return { stop: null, isSeen: true }
  // The chooser of files is hidden behind its label, which has the ring.
  const shown = at instanceof HTMLInputElement && at.type === 'file' ? at.closest('label') : at
  const { outlineStyle, outlineWidth } = getComputedStyle(shown ?? at)
  const box = (shown ?? at).getBoundingClientRect()
  const middle = [
    Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1),
    Math.min(Math.max(box.top + Math.min(box.height, innerHeight) / 2, 1), innerHeight - 1),
  ] as const
  const there = document.elementFromPoint(...middle)
  const isOnTop = there !== null && (shown ?? at).contains(there)
  const hasRing = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
  return { stop: at.dataset['stop'] ?? at.outerHTML.slice(0, 80), isSeen: isOnTop && hasRing }
}
