import { nextTick } from 'vue'

/** Where one screen has taken the place of another, a screen reader starts at its title and not on a button that is gone. */
export async function focusTitle(): Promise<void> {
  await nextTick()
  document.querySelector<HTMLElement>('[data-page-title]')?.focus({ preventScroll: true })
}
