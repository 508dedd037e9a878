/**
 * How a receiver verifies a message of Tazune: HTTP Message Signatures (RFC 9421) with Content-Digest (RFC 9530).
 * One file, Node 20 or newer, nothing to install. It knows what Tazune sends and refuses everything else.
 */
import { createHash, timingSafeEqual, verify } from 'node:crypto'

export const REQUIRED = [
  '@method',
  '@target-uri',
  'content-digest',
  'content-type',
  'idempotency-key',
]
export const TAG = 'tazune-webhook'

/**
 * @param message `{ method, url, headers, body }`: the address as the sender wrote it, header names in lower case, the
 *   body's bytes before anything has parsed them
 * @param options `findKey(keyId)` gives a public KeyObject or undefined; `seen(nonce)` is true for one that came before
 *   (keep them for `maxAgeSeconds`); `now` is in ms
 * @returns `{ ok: true, keyId }` or `{ ok: false, reason }`
 */
export function verifyWebhook(message, { findKey, seen, now = Date.now(), maxAgeSeconds = 300 }) {
  return verifyMessage(message, { findKey, seen, now, maxAgeSeconds, required: REQUIRED, tag: TAG })
}

/** The same for any components and tag; with `maxAgeSeconds: Infinity` the time is not looked at. */
export function verifyMessage(message, { findKey, seen, now, maxAgeSeconds, required, tag }) {
  const inputs = readDictionary(message.headers['signature-input'])
  const signatures = readDictionary(message.headers.signature)
  if (!inputs || !signatures) return refused('no signature')
  // Several may have been added on the way; the one that says what it is for is looked at.
  const label = [...inputs.keys()].find(
    (name) => tag === null || parametersOf(inputs.get(name)).tag === tag,
  )
  const input = label === undefined ? undefined : inputs.get(label)
  const signature = readBytes(signatures.get(label))
  if (!input || !signature) return refused('no signature of this kind')

  const covered = componentsOf(input)
  if (!covered || new Set(covered).size !== covered.length) return refused('malformed')
  if (!required.every((name) => covered.includes(name))) return refused('not everything is covered')
  const { created, expires, keyid, nonce } = parametersOf(input)
  const seconds = now / 1000
  if (typeof created !== 'number' || created > seconds + 60) return refused('made in the future')
  if (created < seconds - maxAgeSeconds || (typeof expires === 'number' && expires < seconds)) {
    return refused('too old')
  }

  const key = typeof keyid === 'string' ? findKey(keyid) : undefined
  if (!key) return refused('unknown key')
  const values = covered.map((name) => valueOf(message, name))
  if (values.includes(undefined)) return refused('malformed')
  const base = [
    ...covered.map((name, at) => `"${name}": ${values[at]}`),
    `"@signature-params": ${input}`,
  ].join('\n')
  if (!isSigned(Buffer.from(base, 'latin1'), key, signature)) return refused('wrong signature')
  if (
    covered.includes('content-digest') &&
    !isDigest(message.headers['content-digest'], message.body)
  ) {
    return refused('wrong digest')
  }
  // Last: a nonce of somebody who cannot sign is not to be kept.
  if (seen && (typeof nonce !== 'string' || seen(nonce))) return refused('replayed')
  return { ok: true, keyId: keyid }
}

function refused(reason) {
  return { ok: false, reason }
}

function isSigned(base, key, signature) {
  if (key.asymmetricKeyType === 'ed25519') return verify(null, base, key, signature)
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails.namedCurve !== 'prime256v1')
    return false
  return verify('sha256', base, { key, dsaEncoding: 'ieee-p1363' }, signature)
}

function isDigest(header, body) {
  const digests = readDictionary(header)
  if (!digests) return false
  const known = [...digests].filter(([name]) => name === 'sha-256' || name === 'sha-512')
  return (
    known.length > 0 &&
    known.every(([name, value]) => {
      const given = readBytes(value)
      const made = createHash(name.replace('-', '')).update(body).digest()
      return given !== null && given.length === made.length && timingSafeEqual(given, made)
    })
  )
}

function valueOf({ method, url, status, headers }, name) {
  if (name === '@method') return method
  if (name === '@target-uri') return url
  if (name === '@status') return status === undefined ? undefined : String(status)
  if (name === '@authority' || name === '@path') {
    const { host, pathname } = new URL(url)
    return name === '@path' ? pathname : host
  }
  return name.startsWith('@') ? undefined : headers[name]?.trim()
}

const STRING = '"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\["\\\\])*"'
const BARE = `(?:-?\\d{1,15}|${STRING}|:[A-Za-z0-9+/=]*:|[A-Za-z*][A-Za-z0-9!#$%&'*+.^_\`|~:/-]*|\\?[01])`
const KEY = '[a-z*][a-z0-9_.*-]*'
const PARAMETERS = `(?:;\\s*${KEY}(?:=${BARE})?)*`
const INNER_LIST = `\\((?:\\s*${STRING})*\\s*\\)`
const MEMBER = new RegExp(`(${KEY})=((?:${INNER_LIST}|${BARE})${PARAMETERS})\\s*(,\\s*|$)`, 'y')

/** A Dictionary of RFC 8941, as far as it is needed: names and their members as text; null for anything else. */
function readDictionary(header) {
  if (typeof header !== 'string' || header.length > 8192) return null
  const members = new Map()
  MEMBER.lastIndex = 0
  while (MEMBER.lastIndex < header.length) {
    const found = MEMBER.exec(header)
    if (!found) return null
    members.set(found[1], found[2])
    if (found[3] === '') break
  }
  return members.size > 0 && MEMBER.lastIndex >= header.length ? members : null
}

/** Names only: a component with a parameter (`;sf`, `;req` …) is not something that Tazune sends. */
function componentsOf(member) {
  const list = /^\(([^)]*)\)/.exec(member)
  if (!list) return null
  const names = list[1].match(/"[^"]*"/g) ?? []
  return names.join(' ') === list[1].trim() ? names.map((name) => name.slice(1, -1)) : null
}

function parametersOf(member) {
  const text = member.replace(/^\([^)]*\)/, '')
  const found = text.matchAll(new RegExp(`;\\s*(${KEY})(?:=(${BARE}))?`, 'g'))
  return Object.fromEntries([...found].map(([, name, value]) => [name, readBare(value)]))
}

function readBare(value) {
  if (value === undefined) return true
  if (value.startsWith('"')) return value.slice(1, -1).replace(/\\(.)/g, '$1')
  return /^-?\d+$/.test(value) ? Number(value) : value
}

function readBytes(member) {
  const found = /^:([A-Za-z0-9+/]*={0,2}):/.exec(member ?? '')
  return found ? Buffer.from(found[1], 'base64') : null
}
