import { watch, type ComponentPublicInstance, type ShallowRef } from 'vue'

/** Where a form takes the place of the button that opened it, and gives it back, the focus follows. */
export function useSwapFocus(
  isForm: () => boolean,
  place: Readonly<ShallowRef<ComponentPublicInstance | null>>,
): void {
  watch(
    isForm,
    () => {
      const root = place.value?.$el as Element | undefined
      root?.querySelector<HTMLElement>('input, button')?.focus()
    },
    { flush: 'post' },
  )
}
