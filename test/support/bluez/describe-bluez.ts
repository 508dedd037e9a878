import { describe } from 'vitest'

/** `describe` where Chromium speaks to BlueZ over D-Bus; elsewhere its tests are skipped and its title says why. */
export function describeBluez(title: string, body: () => void): void {
  if (process.platform === 'linux') {
    describe(title, body)
    return
  }
  const obstacle = `this is ${process.platform}, where no browser uses BlueZ`
  console.log(`BlueZ tests are skipped: ${obstacle}.`)
  describe.skip(`${title} (skipped: ${obstacle})`, body)
}
