import type { tagErrors } from '../../../../domain/errors/tags'
import type { Wording } from './wording'

const FROM_LIST = "choose from today's visits."

export const TAGS: Record<keyof typeof tagErrors, Wording> = {
  'TZ-T01': {
    message: 'This browser cannot read or write tags.',
    next: `Open the app in Chrome on Android, or ${FROM_LIST}`,
  },
  'TZ-T02': { message: 'This device has no NFC.', next: "Choose from today's visits." },
  'TZ-T03': {
    message: "The device's NFC is off.",
    next: "Switch NFC on in the device's settings and press once more.",
  },
  'TZ-T04': {
    message: 'Reading and writing tags is not allowed.',
    next: "Allow “NFC” in the browser's site settings and press once more.",
  },
  'TZ-T05': {
    message: 'The screen was hidden, so waiting for a tag has stopped.',
    next: 'Keep this screen open and press once more.',
  },
  'TZ-T06': { message: 'Waiting for a tag was stopped.', next: 'To go on, press once more.' },
  'TZ-T07': {
    message: "This is no visit tag. A My Number Card cannot be read by the device's own NFC.",
    next: 'See the ways there are where a check begins.',
  },
  'TZ-T08': {
    message: 'Nothing is written on this tag yet.',
    next: `Write it under “Make a tag”, or ${FROM_LIST}`,
  },
  'TZ-T09': {
    message: "This is not one of this facility's tags. It was not opened.",
    next: `Hold another tag to the device, or ${FROM_LIST}`,
  },
  'TZ-T10': {
    message: 'What is on this tag is too long and was not read.',
    next: `Hold another tag to the device, or ${FROM_LIST}`,
  },
  'TZ-T11': {
    message: 'Something is written on this tag already. Nothing was changed.',
    next: 'Take an empty tag, or make sure that it may be overwritten.',
  },
  'TZ-T12': {
    message: 'It did not come to its end: the tag was moved away, or is locked already.',
    next: 'Hold the same tag still once more.',
  },
  'TZ-T13': {
    message: 'This tag cannot do that.',
    next: 'Use a tag of another kind (such as NTAG213).',
  },
  'TZ-T14': {
    message: "This tag's visit is not on today's list: it is of another day, or out of use.",
    next: "Renew the list, or look for the name in today's visits.",
  },
  'TZ-T15': {
    message: 'This tag is out of use.',
    next: `Take it back, and ${FROM_LIST}`,
  },
  'TZ-T16': {
    message: "This tag could not be registered. It is registered as another patient's.",
    next: 'Make a new tag and take this one back.',
  },
  'TZ-T17': {
    message: 'Another tag was held to the device. Nothing was changed.',
    next: 'Hold the tag that was just written.',
  },
}
