/** The pages of a saved PDF → one proposal: a page may go on over the next, but two people never become one. */
import { failed, type Result } from '../outcome'
import { proposeFromPortalText, type PortalProposal } from './portal-text'

export type { PortalProposal } from './portal-text'

/**
 * Reads the lines of each page.
 * Errors: TZ-N53 no text at all (a picture); TZ-N54 several pages of 資格情報 that differ; TZ-N38, TZ-N10 as for one text.
 */
export function proposeFromPortalPages(
  pages: readonly (readonly string[])[],
): Result<PortalProposal> {
  const all = pages.flat()
  if (all.every((line) => line.trim() === '')) return failed('TZ-N53')
  const whole = proposeFromPortalText(all)
  if (!whole.ok) return whole
  const [first, ...others] = pages
    .map((lines) => proposeFromPortalText(lines))
    .filter((page) => page.ok)
  const differs = others.some((other) => !sameNumbers(first?.value, other.value))
  return differs ? failed('TZ-N54') : whole
}

function sameNumbers(a: PortalProposal | undefined, b: PortalProposal): boolean {
  const fields = ['insurerNumber', 'symbol', 'number', 'branch', 'name'] as const
  return fields.every((field) => a?.typed[field] === b.typed[field])
}
