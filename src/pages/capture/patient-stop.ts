/** Why the patient's part ended before the check was made; each leads back to staff without loss or shame. */
export type PatientStop = 'left' | 'pinUnknown' | 'lastTryDeclined' | 'cardFailed'
