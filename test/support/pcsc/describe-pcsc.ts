import { describe, inject } from 'vitest'

/** `describe` where a PC/SC stack can be had; else its tests are skipped and its title says why. */
export function describePcsc(title: string, body: () => void): void {
  const { obstacle } = inject('pcsc')
  if (obstacle === null) describe(title, body)
  else describe.skip(`${title} (skipped: ${obstacle})`, body)
}
