import type { rosterErrors } from '../../../../domain/errors/roster'
import type { Wording } from './wording'

const MEND_FILE = 'Correct the file and read it again. The roster has not changed.'
const MEND_CELL = 'Correct this cell and read the file again. The roster has not changed.'
const LOOK_OR_CONFIRM = 'Compare with your own records; if it is right, confirm it and import.'
const NOTHING_TO_DO = 'The file can be imported as it is.'

export const ROSTER: Record<keyof typeof rosterErrors, Wording> = {
  'TZ-P01': {
    message: 'The characters of the file could not be read.',
    next: 'Save it again as CSV, in UTF-8 or Shift_JIS, and read it again.',
  },
  'TZ-P02': { message: 'The quotation marks (") of the CSV are not right.', next: MEND_FILE },
  'TZ-P03': {
    message: 'Columns that are needed are missing.',
    next: 'Check that the first row holds the names of the columns. The roster has not changed.',
  },
  'TZ-P04': { message: 'Two columns mean the same.', next: MEND_FILE },
  'TZ-P05': {
    message: 'The file seems to hold a My Number (個人番号) and was not read.',
    next: 'Make a file without the column of My Numbers and read it again.',
  },
  'TZ-P06': {
    message: 'There are no rows, or too many.',
    next: 'Split a large file into several. The roster has not changed.',
  },
  'TZ-P07': { message: 'Something must be corrected: nothing was imported.', next: MEND_FILE },
  'TZ-P08': {
    message: 'Something must be confirmed: nothing was imported.',
    next: LOOK_OR_CONFIRM,
  },
  'TZ-P09': {
    message: 'The file or the roster has changed since the preview. Nothing was imported.',
    next: 'Look at the preview again, then import.',
  },
  'TZ-P20': { message: 'This cell cannot be left empty.', next: MEND_CELL },
  'TZ-P21': { message: 'This row has more or fewer cells than the first.', next: MEND_CELL },
  'TZ-P22': {
    message: 'A patient number has up to 50 letters, digits and dashes.',
    next: MEND_CELL,
  },
  'TZ-P23': { message: 'This patient is in an earlier row already.', next: MEND_CELL },
  'TZ-P24': { message: 'This cell holds a word that is not known here.', next: MEND_CELL },
  'TZ-P25': { message: 'There is no such time of day.', next: MEND_CELL },
  'TZ-P26': {
    message: 'This patient number is not on the roster.',
    next: 'Import that patient into the roster first.',
  },
  'TZ-P27': { message: 'The day of the visit is too far from today.', next: MEND_CELL },
  'TZ-P40': {
    message: 'The roster has another birth date under this number. It may be another person.',
    next: LOOK_OR_CONFIRM,
  },
  'TZ-P41': {
    message: 'Somebody with the same birth date and kana stands under another number.',
    next: LOOK_OR_CONFIRM,
  },
  'TZ-P42': {
    message: 'The name has ● in it, so the name on the roster stays.',
    next: NOTHING_TO_DO,
  },
  'TZ-P43': {
    message: 'The roster has newer numbers than these, and keeps them.',
    next: NOTHING_TO_DO,
  },
}
