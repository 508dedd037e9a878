import type { evidenceErrors } from '../../../../domain/errors/evidence'
import type { Wording } from './wording'

const OTHER_WAY = 'go on to “Another way”.'
const CARD = `Check with the card. If it cannot be used, ${OTHER_WAY}`

export const EVIDENCE: Record<keyof typeof evidenceErrors, Wording> = {
  'TZ-G47': {
    message: 'The eligibility certificate (資格確認書) had expired on the day of the check.',
    next: `Check with a new one or with the card. If there is none, ${OTHER_WAY}`,
  },
  'TZ-G48': {
    message: 'On the day of the check this document was no longer enough by itself.',
    next: `Ask for the card with it, or ${OTHER_WAY}`,
  },
  'TZ-G49': {
    message: 'This document is to be shown with the card.',
    next: `Ask for the card and enter it again, or ${OTHER_WAY}`,
  },
  'TZ-G50': {
    message: 'The document holds a date or a combination that cannot be.',
    next: 'Look at the document and enter it again.',
  },
  'TZ-G51': {
    message: 'This way is for medical facilities and pharmacies only.',
    next: 'Check by a document, or telephone the insurer.',
  },
  'TZ-G52': {
    message:
      "The facility has no such number of this patient's on file. It cannot be confirmed by word.",
    next: `Ask for a document and enter it, or ${OTHER_WAY}`,
  },
  'TZ-G53': { message: 'In this setting the card is needed each time.', next: CARD },
  'TZ-G54': {
    message: 'This facility has never checked a card of this patient, so it cannot re-inquire.',
    next: CARD,
  },
  'TZ-G55': {
    message: 'This patient is not visited continually, so there is no re-inquiry.',
    next: CARD,
  },
  'TZ-G56': {
    message: 'The patient has taken the consent back, so there is no re-inquiry.',
    next: 'Check with the card, and ask for consent once more.',
  },
  'TZ-G57': {
    message: 'Something in the declaration is missing or does not fit.',
    next: 'Look through the declaration and save it once more.',
  },
}
