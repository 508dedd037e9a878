import type { authorityErrors } from '../../../../domain/errors/authority'
import type { Wording } from './wording'

const OTHER_WAY = 'Go on to “Another way”, or ask for a document that shows the numbers.'

export const AUTHORITY: Record<keyof typeof authorityErrors, Wording> = {
  'TZ-G60': {
    message: 'This is a walk-in patient, so no numbers are known to ask with. The check is kept.',
    next: OTHER_WAY,
  },
  'TZ-G61': {
    message:
      'The roster has no insurance numbers or no birth date for the patient, so nothing can be asked. The check is kept.',
    next: OTHER_WAY,
  },
  'TZ-G62': {
    message: 'This facility cannot ask in this way yet. The check is kept.',
    next: 'Go on to “Another way”, and tell the administrator this code.',
  },
  'TZ-G63': {
    message: 'A character cannot be written in the encoding of the inquiry, so nothing was asked.',
    next: 'Look at the symbol and the number, and enter them once more.',
  },
  'TZ-G64': {
    message: 'The national eligibility system returned an error.',
    next: 'Tell the administrator the number and the words shown with it.',
  },
  'TZ-G65': {
    message: 'The result of the inquiry could not be read. The check is kept.',
    next: 'Tell the administrator this code.',
  },
  'TZ-G66': {
    message:
      'The birth date on the card is not that of the patient on the roster, so nothing was asked.',
    next: 'Make sure whose visit it is, choose the right patient and check once more.',
  },
}
