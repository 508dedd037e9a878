import type { bridgeErrors } from '../../../../domain/errors/bridge'
import type { readerErrors } from '../../../../domain/errors/reader'
import type { Wording } from './wording'

const CONNECT = 'connect once more.'
const ADMINISTRATOR = 'If it stays so, tell the administrator.'

export const READER: Record<keyof typeof readerErrors, Wording> = {
  'TZ-R01': {
    message: 'This browser cannot use a Bluetooth reader.',
    next: 'See on “Device” which ways there are.',
  },
  'TZ-R02': {
    message: 'No reader was chosen.',
    next: 'Switch the reader on and choose it once more.',
  },
  'TZ-R03': {
    message: 'The reader could not be connected.',
    next: `See that the reader is on and near, and ${CONNECT}`,
  },
  'TZ-R04': {
    message: 'The connection to the reader was lost. What was entered so far is kept.',
    next: `See that the reader is on, and ${CONNECT}`,
  },
  'TZ-R05': {
    message: "The reader's authentication key does not match.",
    next: "See whether it is the facility's reader. If the facility has changed the key, enter it under “Reader key” on “Device”.",
  },
  'TZ-R06': {
    message: 'The communication with the reader was disturbed.',
    next: 'Put the card back.',
  },
  'TZ-R07': {
    message: 'The reader does not reply.',
    next: `Switch the reader off and on, and ${CONNECT}`,
  },
  'TZ-R08': {
    message: 'There is no card on the reader.',
    next: 'Put the card in the middle of the reader.',
  },
  'TZ-R09': {
    message: 'The reader has a fault.',
    next: 'Switch it off and on; if it stays so, use another reader.',
  },
  'TZ-R10': {
    message: 'The card does not reply. What was entered so far is kept.',
    next: 'Put the card back in the middle of the reader.',
  },
  'TZ-R11': {
    message: 'The device chosen is not a supported reader.',
    next: 'Choose one whose name begins with “ACR1255U-J1”, or a supported reader by Feitian.',
  },
  'TZ-R12': {
    message: 'The reader is not paired yet.',
    next: `Pair it in the device's Bluetooth settings (the first PIN is 000000), then ${CONNECT}`,
  },
  'TZ-R13': {
    message: 'Another window is using the reader.',
    next: 'Close the other window, or go on there.',
  },
  'TZ-R14': {
    message: 'The reader is not connected yet. What was entered so far is kept.',
    next: 'Press “Connect the reader” and choose it.',
  },
}

export const BRIDGE: Record<keyof typeof bridgeErrors, Wording> = {
  'TZ-B01': {
    message: 'The bridge program on the PC is not running.',
    next: `Start it and ${CONNECT} If it is not installed, tell the administrator.`,
  },
  'TZ-B02': {
    message: 'The browser refuses connections to the bridge program on this PC.',
    next: `Change it to “Allow” in the browser's settings and ${CONNECT} Without it the other ways still work.`,
  },
  'TZ-B03': {
    message: 'This browser is not paired with the bridge program yet.',
    next: 'Enter the pairing number shown in the bridge program. If there is none, press Enter in its window.',
  },
  'TZ-B04': {
    message: 'The pairing number is wrong.',
    next: 'Look at the number in the bridge program and enter it again. After three mistakes press Enter in its window for a new one.',
  },
  'TZ-B05': {
    message: 'The pairing number has expired.',
    next: "Press Enter in the bridge program's window and enter the new number.",
  },
  'TZ-B06': {
    message: 'Another window is using the bridge program.',
    next: 'Close the other window, or go on there.',
  },
  'TZ-B07': {
    message: 'There is no card reader at the PC.',
    next: `Plug the reader in again and ${CONNECT}`,
  },
  'TZ-B08': {
    message: 'The smart-card service of the PC is not running.',
    next: `Plug the reader in again, restart the PC and ${CONNECT} ${ADMINISTRATOR}`,
  },
  'TZ-B09': {
    message: 'Another program is using the card reader. What was entered so far is kept.',
    next: 'Close the other program (such as MynaPortal) and put the card back.',
  },
  'TZ-B10': {
    message:
      'The bridge program refused a card command that is not permitted. Nothing was sent to the card.',
    next: `Update the bridge program. ${ADMINISTRATOR}`,
  },
  'TZ-B11': {
    message: "There are two or more My Number Cards on the PC's reader.",
    next: "Put the patient's card alone on it.",
  },
  'TZ-B12': {
    message: 'This is not proven to be the bridge program that was paired. Nothing was sent.',
    next: 'If it was installed anew, pair it by its number. If you know of nothing, do not use it and tell the administrator.',
  },
  'TZ-B13': {
    message: 'This app and the bridge program do not understand each other.',
    next: `Update the bridge program and ${CONNECT}`,
  },
  'TZ-B14': {
    message: 'A pairing number has eight letters and digits.',
    next: 'Look at the number in the bridge program and enter all eight.',
  },
  'TZ-B15': {
    message: "The browser's question has not been answered yet.",
    next: 'Connect once more and choose “Allow”. Without it the other ways still work.',
  },
  'TZ-B16': {
    message: 'The bridge program could not record the pairing, so nothing is paired.',
    next: `See that the PC's disk has room, then press Enter in the bridge program's window and enter the new number. ${ADMINISTRATOR}`,
  },
}
