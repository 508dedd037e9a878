/** A fault of a configuration in a sentence that names its place and repeats no value of it. */
import type * as v from 'valibot'

/** @param root the path of what was validated; empty for the whole */
export function describeIssue(issue: v.BaseIssue<unknown>, root: string, name: string): string {
  const place = `${pathOf(issue, root) || 'It'} in ${name}`
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return `${place} is not a setting.`
  if (issue.type === 'object' || issue.type === 'strict_object') {
    // A key that is missing is reported by its object, with the key as what was expected.
    return issue.received === 'undefined' && issue.expected !== 'Object'
      ? `${place} is missing.`
      : `${place} must be an object.`
  }
  const expected = issue.type === 'check' ? messageOf(issue) : issue.expected
  return expected === null ? `${place} does not fit.` : `${place} must be ${expected}.`
}

/** The schema's own words; valibot's would quote what it was given. */
function messageOf({ message }: v.BaseIssue<unknown>): string | null {
  return message.startsWith('Invalid ') ? null : message
}

function pathOf(issue: v.BaseIssue<unknown>, root: string): string {
  return (issue.path ?? []).reduce((path, { key }) => {
    if (typeof key === 'number') return `${path}[${key}]`
    const shown = typeof key === 'string' && /^[A-Za-z][A-Za-z0-9]{0,40}$/.test(key) ? key : '…'
    return path === '' ? shown : `${path}.${shown}`
  }, root)
}
