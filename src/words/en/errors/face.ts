import type { faceErrors } from '../../../../domain/errors/face'
import type { Wording } from './wording'

const OTHER_WAY = 'Go on to another way by “The card cannot be used”.'
const AGAIN = 'Put the card back and try once more.'
const AGAIN_OR_OTHER = `${AGAIN} If it stays so, go on to another way by “The card cannot be used”.`
const NOT_THIS_PHOTO = `Do not rely on this card's photo. ${OTHER_WAY}`

export const FACE: Record<keyof typeof faceErrors, Wording> = {
  'TZ-C20': {
    message: 'The digits typed do not match the card.',
    next: 'Look at the card and type the birth date (six digits, era year), the year of expiry and the security code again.',
  },
  'TZ-C21': {
    message: 'The number printed on the card is locked. Nothing of the check is lost.',
    next: `Confirming by sight is closed until the municipal office unlocks it. ${OTHER_WAY}`,
  },
  'TZ-C22': {
    message: 'The card was lifted during the check. Whether that try was counted is not known.',
    next: 'Put the card back. The tries left are read again.',
  },
  'TZ-C23': {
    message: 'The printed digits are not complete. Nothing was sent to the card.',
    next: 'Correct the red fields as the card has them.',
  },
  'TZ-C24': {
    message: 'One more mistake locks the number printed on the card. Nothing was sent to the card.',
    next: 'Let two people read the digits before going on. If in doubt, take another way by “The card cannot be used”.',
  },
  'TZ-C25': { message: 'The photo cannot be read from this card.', next: OTHER_WAY },
  'TZ-C26': { message: "The card's printed data could not be read.", next: AGAIN },
  'TZ-C27': {
    message: 'This card has no photo. The person cannot be confirmed by sight.',
    next: OTHER_WAY,
  },
  'TZ-C28': {
    message: "The card's photo or text is not as it was issued.",
    next: NOT_THIS_PHOTO,
  },
  'TZ-C29': { message: 'That the card is genuine could not be proven.', next: AGAIN_OR_OTHER },
  'TZ-C30': { message: "The card's issuer could not be verified.", next: NOT_THIS_PHOTO },
  'TZ-C31': {
    message: 'A training card cannot be used in production.',
    next: "Check with the patient's own My Number Card.",
  },
  'TZ-C32': {
    message: 'A real card cannot be used in training mode.',
    next: 'Use a training card, or ask the administrator to switch to production.',
  },
  'TZ-C33': { message: "The card's photo could not be shown.", next: AGAIN_OR_OTHER },
  'TZ-C34': {
    message: 'The card has expired. Its photo cannot confirm the person.',
    next: `Ask whether there is a new card. If not: ${OTHER_WAY}`,
  },
  'TZ-C35': {
    message: 'Too much time has passed since the photo was read. Nothing is saved yet.',
    next: 'Type the printed digits and read the card once more.',
  },
}
