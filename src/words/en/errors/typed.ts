import type { declarationErrors } from '../../../../domain/errors/declaration'
import type { documentErrors } from '../../../../domain/errors/document'
import type { numberErrors } from '../../../../domain/errors/number'
import type { Wording } from './wording'

const COMPARE = 'Compare with the document and enter it again.'
const AS_PRINTED = 'Compare with the document. If it is printed so, go on.'
const AGAIN = 'Enter it again.'
const OTHER_WAY_NUMBERS =
  'Go on to another way by “The card cannot be used”. The numbers entered may serve for the claim.'
const BY_HAND = 'Open the file, look at it and type the fields by hand.'

export const NUMBER: Record<keyof typeof numberErrors, Wording> = {
  'TZ-N01': {
    message: 'An insurer number (保険者番号) has 8 digits (6 for National Health Insurance).',
    next: COMPARE,
  },
  'TZ-N02': { message: 'Something in the insurer number seems to be wrong.', next: COMPARE },
  'TZ-N03': {
    message: 'This is the number for an unknown insurance (不詳). It cannot be entered here.',
    next: 'If the number is not known, go on to “Another way”.',
  },
  'TZ-N04': {
    message: 'A public-expense payer number (公費負担者番号) has 8 digits.',
    next: COMPARE,
  },
  'TZ-N05': { message: 'Something in the payer number seems to be wrong.', next: COMPARE },
  'TZ-N06': { message: 'A recipient number (受給者番号) has 7 digits.', next: COMPARE },
  'TZ-N07': { message: 'Something in the recipient number seems to be wrong.', next: COMPARE },
  'TZ-N08': {
    message: 'A branch number (枝番) has 2 digits. If none is printed, leave it empty.',
    next: COMPARE,
  },
  'TZ-N09': {
    message:
      'In medical care for the late-stage elderly (後期高齢者医療) the number has 8 digits, and there is no symbol.',
    next: COMPARE,
  },
  'TZ-N10': {
    message:
      'This looks like a My Number (個人番号). The app must not hold one, so it was removed.',
    next: 'Never enter a My Number. See whether it is the insurance number.',
  },
  'TZ-N11': {
    message: 'There is no such date.',
    next: 'Look at era, year, month and day, and enter it again.',
  },
  'TZ-N12': { message: 'The number is empty or too long.', next: COMPARE },
  'TZ-N13': {
    message: 'A facility code (医療機関コード) has 10 digits: prefecture 2, fee table 1, number 7.',
    next: COMPARE,
  },
  'TZ-N14': { message: 'Something in the facility code seems to be wrong.', next: COMPARE },
  'TZ-N15': {
    message: 'Medical care for the late-stage elderly (後期高齢者医療) has no branch number.',
    next: 'Leave the branch number empty, or look at the insurer number.',
  },
  'TZ-N16': { message: 'It is empty or too long.', next: AGAIN },
  'TZ-N17': {
    message: 'It has characters that a claim cannot carry.',
    next: 'It may stay as it is printed. On the claim use a similar character, or kana.',
  },
}

export const DOCUMENT: Record<keyof typeof documentErrors, Wording> = {
  'TZ-N20': { message: 'Nothing is entered.', next: 'Enter it from the document.' },
  'TZ-N21': {
    message: "The insurer number's prefecture does not exist.",
    next: AS_PRINTED,
  },
  'TZ-N22': {
    message: 'The first two digits of the insurer number are no known kind of insurance.',
    next: AS_PRINTED,
  },
  'TZ-N23': { message: 'Symbol and number seem to have changed places.', next: AS_PRINTED },
  'TZ-N24': { message: "The symbol does not look like this insurance's.", next: AS_PRINTED },
  'TZ-N25': {
    message: "Something in the insured person's number seems to be wrong.",
    next: AS_PRINTED,
  },
  'TZ-N26': { message: 'Same insurer, but another number than before.', next: AS_PRINTED },
  'TZ-N27': {
    message: 'The birth date seems to be wrong.',
    next: 'Look at era and year, and enter it again.',
  },
  'TZ-N28': {
    message: 'It differs from the patient on the list.',
    next: "See whether it is somebody else's document. If it is printed so, go on.",
  },
  'TZ-N29': {
    message: 'Age and kind of insurance do not fit (from 75 on it is 後期高齢者医療).',
    next: AS_PRINTED,
  },
  'TZ-N30': {
    message: 'This eligibility certificate (資格確認書) has expired.',
    next: OTHER_WAY_NUMBERS,
  },
  'TZ-N31': {
    message: 'The time in which this document was enough by itself is over.',
    next: OTHER_WAY_NUMBERS,
  },
  'TZ-N32': {
    message: 'This document counts only when it is shown with the マイナ保険証.',
    next: 'Ask for the My Number Card, or go on to another way by “The card cannot be used”.',
  },
  'TZ-N33': {
    message: 'The days of issue, expiry and visit do not follow each other.',
    next: COMPARE,
  },
  'TZ-N34': {
    message: 'The expiry seems too far away (an eligibility certificate lasts five years at most).',
    next: AS_PRINTED,
  },
  'TZ-N35': {
    message: 'The share printed here has ended.',
    next: 'The share may have changed: ask for the new one. The numbers can be used.',
  },
  'TZ-N36': { message: 'The share is 10, 20 or 30 %.', next: COMPARE },
  'TZ-N37': { message: 'Age and share do not fit.', next: AS_PRINTED },
  'TZ-N38': {
    message: "It could not be read as MynaPortal's page of the insurance (医療保険の資格情報).",
    next: BY_HAND,
  },
  'TZ-N39': { message: 'The first and the second typing differ.', next: COMPARE },
  'TZ-N44': {
    message: 'An eligibility certificate on a screen counts only while its clock runs.',
    next: 'Ask for the app or site itself to be opened and shown.',
  },
  'TZ-N50': {
    message: 'This PDF is too large (up to 10 MB).',
    next: "See whether it is MynaPortal's PDF of the insurance.",
  },
  'TZ-N51': {
    message: 'It could not be opened as a PDF: the file is broken, or of another kind.',
    next: 'Choose again, or type the fields by hand.',
  },
  'TZ-N52': {
    message: 'This PDF is protected by a password.',
    next: 'Choose one without a password, or open it and type the fields by hand.',
  },
  'TZ-N53': { message: 'This PDF is only a picture; no text can be read from it.', next: BY_HAND },
  'TZ-N54': {
    message: 'This PDF holds two or more insurances that differ.',
    next: "Look for the patient's page and type the fields by hand.",
  },
  'TZ-N55': {
    message: 'Reading PDFs could not be made ready. The file is as it was.',
    next: BY_HAND,
  },
}

export const DECLARATION: Record<keyof typeof declarationErrors, Wording> = {
  'TZ-N40': {
    message: 'The telephone number has too many or too few digits.',
    next: 'Enter it again, from the area code on.',
  },
  'TZ-N41': {
    message: 'The declaration is for somebody who has a valid insurance now.',
    next: 'Ask once more whether there is an insurance.',
  },
  'TZ-N42': {
    message: 'The day of signing is before the visit, or after today.',
    next: 'Choose the day on which it was signed.',
  },
  'TZ-N43': {
    message: 'The reading has characters that are not katakana.',
    next: 'Enter it in katakana.',
  },
}
