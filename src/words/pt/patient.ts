/** What a patient may read, one group a file. */
import { card } from './card'
import { consent } from './consent'
import { consentWords } from './consent-words'
import { declaration } from './declaration'
import { patientShell } from './patient-shell'
import { phone } from './phone'
import { pin } from './pin'

export const PATIENT = {
  ...card,
  ...consent,
  ...consentWords,
  ...declaration,
  ...patientShell,
  ...phone,
  ...pin,
} as const
