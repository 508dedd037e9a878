import { CODE_NUMBERS } from './code-numbers'
import type { ErrorCode } from './index'

/** Whether the catalogue has that code. Apart from the sentences, which whoever only sorts replies has no need of. */
export function isErrorCode(text: string): text is ErrorCode {
  const [, area = '', number = ''] = /^TZ-([A-Z])(\d{2})$/.exec(text) ?? []
  return number !== '' && (CODE_NUMBERS[area] ?? '').includes(number)
}
