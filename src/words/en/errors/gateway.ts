import type { gatewayErrors } from '../../../../domain/errors/gateway'
import type { identityErrors } from '../../../../domain/errors/identity'
import type { Wording } from './wording'

const TELL = 'Tell the administrator this code.'
const CARD_AGAIN = 'Check with the card once more.'
const OTHER_WAY = 'Go on to “Another way”.'
const NOT_LOST = 'The insurance itself is not lost.'
const ASK_AGAIN = 'If it is needed, ask the patient once more.'
const NOT_THIS_PHOTO = `Do not rely on this card's photo. ${OTHER_WAY}`
const SAVED = 'The check is saved.'
const NEW_QR = 'Press “Show a QR code again”, or check in another way.'
const LATER = 'Wait a little and try again, or check in another way.'
const OTHER_AND_TELL = `Check in another way, and tell the administrator this code.`

export const GATEWAY: Record<keyof typeof gatewayErrors, Wording> = {
  'TZ-G01': {
    message: 'What was sent does not have the right form. The record on this device is kept.',
    next: TELL,
  },
  'TZ-G02': {
    message: 'The registration code cannot be used (used already, expired or mistyped).',
    next: 'Ask the administrator for a new code.',
  },
  'TZ-G03': {
    message: 'The permission to connect has ended. Unsent checks are kept.',
    next: 'It is renewed by itself. If it stays so, tell the administrator.',
  },
  'TZ-G04': {
    message: 'The registration of this device is no longer valid. Unsent checks are kept.',
    next: 'Ask the administrator to register the device again.',
  },
  'TZ-G05': { message: "The check's signature does not match.", next: TELL },
  'TZ-G06': { message: "Another device's check is among these.", next: TELL },
  'TZ-G07': { message: 'The seal could not be opened.', next: TELL },
  'TZ-G08': { message: 'What is under the seal is not correct.', next: TELL },
  'TZ-G09': {
    message: 'A check with this number and another content came before. The first one stands.',
    next: TELL,
  },
  'TZ-G10': { message: "The check's random number is not this facility's.", next: CARD_AGAIN },
  'TZ-G11': { message: "The check's random number had expired.", next: CARD_AGAIN },
  'TZ-G12': { message: "The check's random number was used before.", next: CARD_AGAIN },
  'TZ-G13': { message: "The card's certificate could not be read.", next: CARD_AGAIN },
  'TZ-G14': {
    message: "The issuer of the card's certificate could not be verified.",
    next: `${CARD_AGAIN} If it stays so, go on to “Another way”.`,
  },
  'TZ-G15': {
    message: 'A training card cannot be used in production.',
    next: "Check with the patient's own My Number Card.",
  },
  'TZ-G16': {
    message: 'A real card cannot be used in training mode.',
    next: 'Use a training card, or ask the administrator to switch to production.',
  },
  'TZ-G17': { message: "The card's signature does not match.", next: CARD_AGAIN },
  'TZ-G18': {
    message: "The certificate's grace period was over.",
    next: `${OTHER_WAY} ${NOT_LOST}`,
  },
  'TZ-G19': {
    message: "The certificate's period has not begun yet.",
    next: `See that the device's date is right. ${CARD_AGAIN}`,
  },
  'TZ-G20': {
    message: 'Too much was sent at once. It is sent again in parts.',
    next: 'There is nothing to do.',
  },
  'TZ-G21': {
    message: 'The server had a problem. The record on this device is kept.',
    next: 'It is sent again by itself. If it stays so, tell the administrator.',
  },
  'TZ-G22': { message: 'The address was not found.', next: 'Update the app.' },
  'TZ-G23': {
    message: 'This app is too old to send. Unsent checks are kept.',
    next: 'Update it on “Device”.',
  },
  'TZ-G24': {
    message: "The device's clock is wrong. It is corrected for by itself.",
    next: "Set the device's date and time to automatic.",
  },
  'TZ-G25': {
    message: 'A check of this kind is not allowed in this setting.',
    next: 'Choose the setting again and check once more.',
  },
  'TZ-G26': {
    message: 'There were too many requests. It is sent again by itself after a while.',
    next: 'There is nothing to do.',
  },
  'TZ-G27': {
    message:
      'The server does not know this kind of certificate yet. The record on this device is kept.',
    next: 'Ask the administrator to update the server. In a hurry, go on to “Another way”.',
  },
  'TZ-G28': {
    message:
      'It is not known whose it is, so neither the official app nor a proof of identity can be waited for.',
    next: 'Choose the patient from the visits and check once more.',
  },
  'TZ-G30': {
    message: 'This facility has no passcode for confirming by sight (目視パスコード).',
    next: 'Ask the administrator to issue one. In a hurry, go on to “Another way”.',
  },
  'TZ-G31': {
    message: 'The passcode for confirming by sight is wrong, or was replaced.',
    next: 'Ask the administrator for the present one and confirm by sight once more.',
  },
  'TZ-G32': { message: "The card's printed data could not be read.", next: CARD_AGAIN },
  'TZ-G33': { message: "The card's issuer could not be verified.", next: NOT_THIS_PHOTO },
  'TZ-G34': {
    message: "The card's photo or text is not as it was issued.",
    next: NOT_THIS_PHOTO,
  },
  'TZ-G35': {
    message: 'That the card is genuine could not be proven.',
    next: `${CARD_AGAIN} If it stays so, go on to “Another way”.`,
  },
  'TZ-G36': {
    message: 'The words that were attested were not in use on that day.',
    next: 'Update the app on “Device” and confirm by sight once more.',
  },
  'TZ-G37': {
    message: 'The attestation is too far in time from the reading of the card.',
    next: "Set the device's date and time to automatic, and confirm by sight once more.",
  },
  'TZ-G38': { message: 'The card had expired.', next: `${OTHER_WAY} ${NOT_LOST}` },
  'TZ-G39': {
    message: 'This card has no photo. The person cannot be confirmed by sight.',
    next: 'Check with the PIN, or go on to “Another way”.',
  },
  'TZ-G40': {
    message: 'A check of this kind opens no medical information.',
    next: 'Use the insurance answer alone.',
  },
  'TZ-G41': {
    message: 'The patient has not agreed to showing medical information.',
    next: 'Go on as you are. If the patient wishes it, ask again from the check with the card.',
  },
  'TZ-G42': {
    message: 'The certificate has ended, so medical information is closed.',
    next: 'Tell of the renewal. The insurance can still be confirmed.',
  },
  'TZ-G43': {
    message: 'The patient has taken the consent back, so medical information is closed.',
    next: 'Go on as you are.',
  },
  'TZ-G44': { message: 'The time for medical information is over.', next: ASK_AGAIN },
  'TZ-G45': {
    message: 'The answer to this check is not there yet, so medical information cannot be fetched.',
    next: 'Try again when the answer is there.',
  },
  'TZ-G46': {
    message: 'The eligibility system holds no consent in force.',
    next: ASK_AGAIN,
  },
  'TZ-G79': {
    message: 'This facility cannot fetch medical information yet.',
    next: 'Ask for the medicines notebook or results on paper. The terminal at the facility may be able to show it.',
  },
}

export const IDENTITY: Record<keyof typeof identityErrors, Wording> = {
  'TZ-I01': {
    message: `This facility has not set up デジタル認証アプリ. ${SAVED}`,
    next: 'Check in another way. To use it, ask the administrator to set it up.',
  },
  'TZ-I02': { message: `The patient stopped in デジタル認証アプリ. ${SAVED}`, next: NEW_QR },
  'TZ-I03': { message: `The QR code's time is over. ${SAVED}`, next: NEW_QR },
  'TZ-I04': {
    message: `This page has been used. ${SAVED}`,
    next: "See what the staff's device shows.",
  },
  'TZ-I05': {
    message: 'This QR code or page cannot be used: it was replaced, or is wrong.',
    next: "Scan the new QR code on the staff's device.",
  },
  'TZ-I06': { message: "The app's reply does not belong to this check.", next: NEW_QR },
  'TZ-I07': {
    message: "The app's reply is not from the right issuer.",
    next: OTHER_AND_TELL,
  },
  'TZ-I08': { message: "The app's reply could not be verified.", next: NEW_QR },
  'TZ-I09': {
    message: 'The person in the app is not the patient of the visit.',
    next: 'Compare name (variants such as 髙 and 高 too) and birth date with the visit, and check in another way.',
  },
  'TZ-I10': { message: `The app's server cannot be reached. ${SAVED}`, next: LATER },
  'TZ-I11': { message: "The app's server gave no result.", next: LATER },
  'TZ-I12': { message: 'The app gave no name and birth date.', next: OTHER_AND_TELL },
  'TZ-I13': { message: `The check in デジタル認証アプリ was stopped. ${SAVED}`, next: NEW_QR },
  'TZ-I14': { message: "The app did not accept this facility's request.", next: OTHER_AND_TELL },
  'TZ-I15': {
    message: "The patient is not among that day's visits, so nobody can be compared.",
    next: 'See the list of visits, or check in another way.',
  },
  'TZ-I16': {
    message: 'This check is not waiting for デジタル認証アプリ.',
    next: 'See its state in the outbox.',
  },
  'TZ-I17': {
    message: `The server had a problem and could not compare. ${SAVED}`,
    next: LATER,
  },
}
