import { readonly, ref } from 'vue'

const code = ref<string | null>(null)

/** The code of the link by which this page was opened. */
export const invitation = readonly(code)

/** It stands in the fragment; it is taken out of the address before anything else looks at it. */
export function takeInvitation(page: Window = window): void {
  const found = /^#invite=([0-9A-Za-z]{20})$/.exec(page.location.hash)?.[1]
  if (found === undefined) return
  code.value = found
  page.history.replaceState(null, '', page.location.pathname)
}

export function forgetInvitation(): void {
  code.value = null
}
