import { onMounted, watch, type ShallowRef } from 'vue'

/**
 * Keeps a dialog as open as it should be.
 * @param closed the browser closed it by itself, as on a second Escape, which it does not ask about
 * @returns what to do on the dialog's own `close`
 */
export function useModal(
  dialog: Readonly<ShallowRef<HTMLDialogElement | null>>,
  isOpen: () => boolean,
  closed: () => void,
): () => void {
  function follow(): void {
    const element = dialog.value
    if (!element || element.open === isOpen()) return
    if (isOpen()) element.showModal()
    else element.close()
  }

  onMounted(follow)
  watch(isOpen, follow, { flush: 'post' })
  // It is told of a moment after the closing: by then the same dialog may have been opened again.
  return () => {
    if (isOpen() && !dialog.value?.open) closed()
  }
}
