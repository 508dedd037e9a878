import type { cardErrors } from '../../../../domain/errors/card'
import type { Wording } from './wording'

const OTHER_WAY = 'Go on to another way by “The card cannot be used”.'
const AGAIN = 'Put the card back and try once more.'

export const CARD: Record<keyof typeof cardErrors, Wording> = {
  'TZ-C01': {
    message: 'The PIN is wrong.',
    next: 'Look at the tries left and have it typed once more.',
  },
  'TZ-C02': {
    message: 'The PIN is locked. Nothing of the check is lost.',
    next: `Only the municipal office can unlock it. ${OTHER_WAY}`,
  },
  'TZ-C03': {
    message: 'The PIN has four digits. Nothing was sent to the card.',
    next: 'Have four digits typed.',
  },
  'TZ-C04': {
    message: 'The card was lifted during the PIN check. Whether that try was counted is not known.',
    next: 'Put the card back. The tries left are read again.',
  },
  'TZ-C05': {
    message: 'The card was lifted. What was entered so far is kept.',
    next: 'Put the card back.',
  },
  'TZ-C06': {
    message: 'This does not seem to be a My Number Card.',
    next: 'See whether it is one, and put that card alone on the reader.',
  },
  'TZ-C07': {
    message: 'This is a Basic Resident Register card (住基カード). It cannot be used here.',
    next: 'Ask whether there is a My Number Card.',
  },
  'TZ-C08': {
    message: 'This My Number Card has no PIN (顔認証マイナンバーカード).',
    next: 'Go on to confirming the person by sight.',
  },
  'TZ-C09': {
    message: 'The card gave an unexpected reply. Nothing of the check is lost.',
    next: AGAIN,
  },
  'TZ-C10': {
    message: "The card's certificate has ended, and so has its grace period.",
    next: `The card cannot confirm. ${OTHER_WAY}`,
  },
  'TZ-C11': { message: "The card's certificate could not be read.", next: AGAIN },
  'TZ-C12': {
    message: 'This card holds no certificate for user authentication.',
    next: OTHER_WAY,
  },
  'TZ-C13': {
    message: 'One more mistake locks the PIN. Nothing was sent to the card.',
    next: 'Ask the patient whether to go on. If in doubt, take another way by “The card cannot be used”.',
  },
  'TZ-C14': {
    message: 'Reading the card was stopped. What was entered so far is kept.',
    next: 'To go on, put the card back.',
  },
  'TZ-C15': {
    message: 'This is another card than before, or its certificate was renewed.',
    next: "See whether it is the patient's card and put it back. The certificate is read again.",
  },
  'TZ-C16': {
    message: 'This is a smartphone. This reader cannot check it.',
    next: `Put the My Number Card on the reader. If there is only a smartphone: ${OTHER_WAY}`,
  },
  'TZ-C17': {
    message:
      'Two or more cards seem to lie on each other, or the card is in a case. What was entered so far is kept.',
    next: 'Take away other cards and phones, and put the My Number Card alone on the reader.',
  },
  'TZ-C18': {
    message:
      'This kind of certificate on the card is not supported yet. Nothing of the check is lost.',
    next: `Update the app. In a hurry: ${OTHER_WAY}`,
  },
}
