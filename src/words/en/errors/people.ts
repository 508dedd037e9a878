import type { peopleErrors } from '../../../../domain/errors/people'
import type { Wording } from './wording'

export const PEOPLE: Record<keyof typeof peopleErrors, Wording> = {
  'TZ-G70': { message: 'You are no longer signed in.', next: 'Sign in once more.' },
  'TZ-G71': {
    message: 'Your role does not allow this.',
    next: 'Ask an administrator of the facility.',
  },
  'TZ-G72': {
    message: 'Nothing is accepted from the address of this page.',
    next: "Open the administration anew at the facility's address, which begins with https.",
  },
  'TZ-G73': {
    message: 'You could not be signed in.',
    next: 'Check your sign-in number and passcode, or use a passkey that you registered.',
  },
  'TZ-G74': {
    message: 'This facility has no such person or device, or it has ended already.',
    next: 'Open the list anew.',
  },
  'TZ-G75': {
    message: 'This invitation cannot be used: it is used, expired or mistyped.',
    next: 'Ask an administrator for a new invitation.',
  },
  'TZ-G76': {
    message: 'Nobody would be left to administer the facility, so nothing was changed.',
    next: 'Make somebody else an administrator first.',
  },
  'TZ-G77': {
    message: 'The passkeys were left as they are.',
    next: 'Register another passkey or a passcode first.',
  },
  'TZ-G78': {
    message: 'The server does not answer. Whether a change has reached it is not known.',
    next: 'Check the line and open the page anew before you try again.',
  },
  'TZ-G81': {
    message: 'This destination is not in the settings any more.',
    next: 'Do it by hand, or ask whoever runs the gateway to put the destination back.',
  },
  'TZ-G82': {
    message: 'The server does not answer.',
    next: 'Check the line and try again.',
  },
  'TZ-G83': {
    message: 'The receiver is not known by what it showed.',
    next: "See that its token is the one in the facility's settings.",
  },
  'TZ-G84': {
    message: 'This receiver was told of no answer with that number.',
    next: 'See that it is the number of the notice. What was kept for its time is gone.',
  },
  'TZ-G85': {
    message: 'This delivery is not stopped any more.',
    next: 'Open the page anew to see how it stands.',
  },
}
