/** Answers the chooser of `requestDevice` in one page, where a person would. */
import type { CDPSession } from 'playwright-core'

export type ChooserAnswer = 'select' | 'cancel' | 'leave open'

export interface ChooserHandler {
  /** Asked each time devices are offered. */
  answer: () => ChooserAnswer
  onAnswered: () => void
  onFault: (fault: unknown) => void
}

/** @param session of the page itself: the browser's has no choosers */
export async function answerChoosers(
  session: CDPSession,
  { answer, onAnswered, onFault }: ChooserHandler,
): Promise<void> {
  const answered = new Set<string>()
  session.on('DeviceAccess.deviceRequestPrompted', ({ id, devices }) => {
    const [device] = devices
    const chosen = answer()
    // One prompt is told several times, and a second answer kills the browser.
    if (answered.has(id) || chosen === 'leave open') return
    if (chosen === 'select' && !device) return
    answered.add(id)
    onAnswered()
    const sent =
      chosen === 'select' && device
        ? session.send('DeviceAccess.selectPrompt', { id, deviceId: device.id })
        : session.send('DeviceAccess.cancelPrompt', { id })
    sent.catch(onFault)
  })
  await session.send('DeviceAccess.enable')
}
