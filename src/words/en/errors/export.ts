import type { exportErrors } from '../../../../domain/errors/export'
import type { Wording } from './wording'

const AGAIN = 'It is sent again by itself. If this goes on, tell your administrator.'
const ASK_ADMIN = 'Give your administrator this number and the name of the destination.'
const BY_HAND = 'Check the patient’s insurance in your software and enter it by hand if needed.'

export const EXPORT: Record<keyof typeof exportErrors, Wording> = {
  'TZ-E01': {
    message: 'The destination, such as your software, cannot be reached. The answer is kept.',
    next: AGAIN,
  },
  'TZ-E02': { message: 'The destination answered with an error. The answer is kept.', next: AGAIN },
  'TZ-E03': {
    message: 'What the destination replied could not be read. The answer is kept.',
    next: AGAIN,
  },
  'TZ-E04': {
    message: 'The address of the destination is not allowed. The answer is kept.',
    next: ASK_ADMIN,
  },
  'TZ-E05': {
    message: 'The destination does not accept the sign-in. The answer is kept.',
    next: ASK_ADMIN,
  },
  'TZ-E06': {
    message:
      'The destination says it takes nothing any more. Sending has stopped. The answer is kept.',
    next: ASK_ADMIN,
  },
  'TZ-E07': {
    message:
      'It did not arrive however often it was sent, so sending has stopped. The answer is kept.',
    next: 'Check that the destination is running, and send it again.',
  },
  'TZ-E10': {
    message: 'This patient is open on another terminal of ORCA. The answer is kept.',
    next: 'It is sent again by itself. If it is urgent, close the patient on that terminal.',
  },
  'TZ-E11': {
    message: 'ORCA still holds a lock of an earlier sending. The answer is kept.',
    next: AGAIN,
  },
  'TZ-E12': {
    message: 'Your software’s patient number is missing, or it has no patient of that number.',
    next: 'Check the patient number. The answer can be seen on the screen and in the CSV file.',
  },
  'TZ-E13': {
    message:
      'The patient of that number in your software has another birth date or name. Nothing was written.',
    next: 'Check that the patient number is right.',
  },
  'TZ-E14': {
    message: 'Several insurances apply, so none was entered automatically.',
    next: BY_HAND,
  },
  'TZ-E15': {
    message: 'Your software did not accept the entry.',
    next: 'See the number and words shown with this, and make the entry in your software.',
  },
  'TZ-E16': { message: 'ORCA asked for a confirmation, so nothing was entered.', next: BY_HAND },
  'TZ-E20': {
    message: 'A character does not exist in the chosen encoding, so no file was made.',
    next: 'Choose UTF-8 as the encoding, or tell your administrator.',
  },
  'TZ-E21': {
    message: 'The folder of the destination cannot be written to. The answer is kept.',
    next: AGAIN,
  },
  'TZ-E22': {
    message: 'The answer to be sent is no longer there.',
    next: 'Confirm the eligibility once more.',
  },
}
