import type { IconName } from './icons'

/** How much a thing asks of the reader. Offline is `neutral`; `attention` only where a person is needed. */
export type Tone = 'neutral' | 'info' | 'ok' | 'attention' | 'danger'

/** A tone is never told by colour alone. */
export const TONE_ICONS: Readonly<Record<Tone, IconName>> = {
  neutral: 'info',
  info: 'info',
  ok: 'doneRound',
  attention: 'attention',
  danger: 'danger',
}
