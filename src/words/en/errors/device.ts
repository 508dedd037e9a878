import type { deviceErrors } from '../../../../domain/errors/device'
import type { Wording } from './wording'

const UNSENT_KEPT = 'Unsent checks are kept.'
const NEW_CODE = 'Ask the administrator for a registration code and register again.'
const EXPORT = 'Export it from “To do” and give it to the administrator.'

export const DEVICE: Record<keyof typeof deviceErrors, Wording> = {
  'TZ-D01': {
    message: 'There is no line. It is saved on this device.',
    next: 'It is sent by itself when the line returns.',
  },
  'TZ-D02': {
    message: 'The server cannot be reached. It is saved on this device.',
    next: 'It is sent again by itself.',
  },
  'TZ-D03': {
    message: 'Another server answered (such as a Wi-Fi sign-in page). It is saved on this device.',
    next: "Complete the Wi-Fi's sign-in, or change to mobile data.",
  },
  'TZ-D04': {
    message: 'It could not be saved on this device. The check is not done yet.',
    next: 'See that the device has room, and save once more.',
  },
  'TZ-D05': { message: 'The passcode is wrong.', next: 'Enter it once more.' },
  'TZ-D06': {
    message:
      "After too many mistakes the patients' data on this device was erased. Unsent checks are kept and will be sent.",
    next: NEW_CODE,
  },
  'TZ-D07': {
    message: `By the administrator's order the patients' data on this device was erased. ${UNSENT_KEPT}`,
    next: 'Speak to the administrator.',
  },
  'TZ-D08': {
    message: `After a long time without contact to the server the patients' data on this device was erased. ${UNSENT_KEPT}`,
    next: 'Register again where there is a line.',
  },
  'TZ-D09': {
    message: 'A passcode needs at least 8 characters.',
    next: 'Enter 8 characters or more.',
  },
  'TZ-D10': {
    message: 'A part of the records could not be read. It was set aside, not deleted.',
    next: EXPORT,
  },
  'TZ-D11': {
    message: 'It was set aside after many failed tries to send it. It is not lost.',
    next: 'See the reason in “To do”, then send it again or take it back.',
  },
  'TZ-D12': {
    message: 'This device is not registered yet.',
    next: 'Enter the registration code from the administrator.',
  },
  'TZ-D13': {
    message: 'A newer version is open in another window.',
    next: 'Reload this window.',
  },
  'TZ-D14': { message: 'The passkey could not be used.', next: 'Unlock with the passcode.' },
  'TZ-D15': { message: 'The device is locked.', next: 'Unlock it.' },
  'TZ-D16': { message: 'It was taken back by staff.', next: 'If it is needed, check anew.' },
  'TZ-D17': {
    message: 'It was refused for a reason that this version does not know. The record is kept.',
    next: 'Update the app and see the reason in “To do”.',
  },
  'TZ-D18': {
    message: 'Keys and a part of the data on this device are lost. What is left was not deleted.',
    next: 'Export it from “To do” and ask the administrator to register the device again.',
  },
  'TZ-D19': {
    message:
      'This check is of an earlier registration and cannot be sent under the present one. It is not lost.',
    next: EXPORT,
  },
  'TZ-D20': {
    message: 'There are unsent checks. After a new registration they could not be sent.',
    next: 'Send them first, where there is a line.',
  },
  'TZ-D21': {
    message: "The device's storage could not be opened. What was saved is not deleted.",
    next: 'Open the app again. If it stays so, see that the device has room.',
  },
  'TZ-D22': {
    message:
      "The patients' data on this device was erased. Unsent checks are kept and will be sent.",
    next: `To go on using it: ${NEW_CODE}`,
  },
  'TZ-D23': {
    message:
      "The device's clock was set back. Medical information is not shown until the time is certain.",
    next: 'Set date and time to automatic, and open the app where there is a line.',
  },
  'TZ-D24': {
    message:
      "You are no longer among this facility's people and cannot unlock this device. What was saved is not lost.",
    next: 'To go on using it: ask the administrator to add you, and open the app where there is a line.',
  },
}
