/** What a patient may read, one group a file. */
import { patientShell } from './patient-shell'

export const PATIENT = { ...patientShell } as const
