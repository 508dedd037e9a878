/** Names, addresses and notes that people type: kept as written, but never with a 個人番号 (R13). */
import { refusesMyNumber } from './my-number'
import { failed, ok, type Result } from './outcome'
import { characters } from './typed'

const CONTROLS = /[\u0000-\u001f\u007f]+/gu
const SPACES = /[\s\u3000]+/gu
const LONGEST = 100

/**
 * A text on one line, trimmed, with single spaces; characters stay as they are, 髙 is not 高.
 * Errors: TZ-N10 個人番号, TZ-N16 empty or over 100 characters.
 */
export function parseFreeText(text: string): Result<string> {
  const line = text.replace(CONTROLS, ' ').replace(SPACES, ' ').trim()
  // Of the line too: a number broken over two lines would come together in it.
  if (refusesMyNumber(text) || refusesMyNumber(line)) return failed('TZ-N10')
  const length = characters(line).length
  return length === 0 || length > LONGEST ? failed('TZ-N16') : ok(line)
}

/** As {@link parseFreeText}; an empty text is null. */
export function parseOptionalText(text: string): Result<string | null> {
  return text.replace(CONTROLS, ' ').trim() === '' ? ok(null) : parseFreeText(text)
}
