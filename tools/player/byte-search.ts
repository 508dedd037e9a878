/** Looks for a value byte by byte, in every form in which software is likely to write it down. */

/** Something that was written down: a file, a record, a line. */
export interface Place {
  name: string
  bytes: Buffer
}

export interface Needle {
  /** Told instead of the value, so that a finding does not spread it. */
  label: string
  value: string | Buffer
}

/** `label in place as form` for each finding; empty when there is none. */
export function findNeedles(places: readonly Place[], needles: readonly Needle[]): string[] {
  const forms = needles.map(({ label, value }) => ({ label, forms: formsOf(value) }))
  return places.flatMap(({ name, bytes }) =>
    forms.flatMap(({ label, forms: all }) =>
      all
        .filter(({ pattern }) => bytes.includes(pattern))
        .map(({ form }) => `${label} in ${name} as ${form}`),
    ),
  )
}

/**
 * The same for a few digits such as a PIN, which any pile of bytes holds by chance: found only where they stand as a
 * word of their own, as digits one by one, or as bytes of a command.
 */
export function findDigits(places: readonly Place[], { label, value }: Needle): string[] {
  const digits = Array.from(value.toString())
  const hex = digits.map((digit) => `3${digit}`)
  const patterns = [
    new RegExp(`(?<![\\w-])${digits.join('')}(?![\\w-])`),
    new RegExp(digits.map((digit) => `["']?${digit}["']?`).join(', ?')),
    new RegExp(digits.map((digit) => digit.charCodeAt(0)).join(', ?')),
    new RegExp(`0020008004 ?${hex.join(' ?')}`, 'i'),
  ]
  return places.flatMap(({ name, bytes }) =>
    [bytes.toString('latin1'), bytes.toString('utf16le')]
      .filter((text) => patterns.some((pattern) => pattern.test(text)))
      .map(() => `${label} in ${name}`),
  )
}

interface Form {
  form: string
  pattern: Buffer
}

function formsOf(value: string | Buffer): Form[] {
  const bytes = Buffer.from(value)
  const written: [string, string][] = [
    ['hex', bytes.toString('hex')],
    ['hex, large', bytes.toString('hex').toUpperCase()],
    ...base64Parts(bytes).map(([form, text]): [string, string] => [form, text]),
  ]
  if (typeof value === 'string') {
    const escaped = Array.from(value, escapeUnit).join('')
    written.push(
      ['text', value],
      ['in a URL', encodeURIComponent(value)],
      ['in a URL, small', encodeURIComponent(value).toLowerCase()],
      ['escaped', escaped],
    )
  }
  const forms: Form[] = [{ form: 'bytes', pattern: bytes }]
  for (const [form, text] of written) {
    const wide = Buffer.from(text, 'utf16le')
    forms.push(
      { form: `${form}, UTF-8`, pattern: Buffer.from(text) },
      { form: `${form}, UTF-16LE`, pattern: wide },
      { form: `${form}, UTF-16BE`, pattern: Buffer.from(wide).swap16() },
    )
  }
  return forms
}

/** What is the same in every base64 text that holds the bytes, at each of the three places they can begin. */
function base64Parts(bytes: Buffer): [string, string][] {
  return [0, 1, 2].flatMap((shift): [string, string][] => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes])
    const from = Math.ceil((shift * 8) / 6)
    const to = Math.floor((padded.length * 8) / 6)
    return [
      [`base64 at ${shift}`, padded.toString('base64').slice(from, to)],
      [`base64url at ${shift}`, padded.toString('base64url').slice(from, to)],
    ]
  })
}

function escapeUnit(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    const unit = character.charCodeAt(at)
    return unit < 128 ? character : `\\u${unit.toString(16).padStart(4, '0')}`
  }).join('')
}
