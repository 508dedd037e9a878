import { focusTitle } from '../ui/focus-title'

/** What had the focus may be gone with what was done to it: then the page's title has it, so that Tab goes on from there. */
export function keepFocus(page: Document = document): void {
  // After whatever follows has been drawn.
  setTimeout(() => {
    if (page.activeElement === null || page.activeElement === page.body) void focusTitle()
  })
}
