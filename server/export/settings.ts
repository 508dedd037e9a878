/** Where a facility's answers go, as its settings say it, validated; secrets stand in files or the environment. */
import { isAbsolute } from 'node:path'
import * as v from 'valibot'
import { areAddresses } from '../http/address-list'

const Id = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,31}$/))
/** The name of a secret, never the secret: what it stands for is looked up when it is needed. */
const SecretName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._-]{1,64}$/))
const Folder = v.pipe(v.string(), v.check(isAbsolute, 'an absolute path'))
const Readers = v.optional(v.picklist(['owner', 'group']), 'owner')
const Addresses = v.optional(
  v.pipe(
    v.array(v.string()),
    v.check((all) => areAddresses(all), 'addresses or ranges'),
  ),
  [],
)

function plainUrl(schemes: readonly string[]) {
  return v.pipe(
    v.string(),
    v.check(
      (text) => isPlainUrl(text, schemes),
      `${schemes.join(' or ')} without user or fragment`,
    ),
    v.transform((text) => new URL(text)),
  )
}

export const ExportDestination = v.variant('kind', [
  v.strictObject({
    id: Id,
    kind: v.literal('csv'),
    folder: Folder,
    encoding: v.optional(v.picklist(['utf-8', 'cp932']), 'utf-8'),
    readers: Readers,
  }),
  v.strictObject({ id: Id, kind: v.literal('fhir'), folder: Folder, readers: Readers }),
  v.strictObject({
    id: Id,
    kind: v.literal('orca'),
    /** Ends with `/`: paths of the API are put behind it. */
    url: v.pipe(
      plainUrl(['https:', 'http:']),
      v.check((url) => url.pathname.endsWith('/'), 'a path that ends with /'),
    ),
    /** Addresses inside the facility's network at which it may be. */
    addresses: Addresses,
    user: v.optional(v.string()),
    password: v.optional(SecretName),
    clientCertificate: v.optional(SecretName),
  }),
  v.strictObject({
    id: Id,
    kind: v.literal('webhook'),
    url: plainUrl(['https:']),
    addresses: Addresses,
    key: SecretName,
    content: v.optional(v.picklist(['notice', 'bundle']), 'notice'),
    /** With which the receiver fetches what the notice tells of; without one it cannot. */
    token: v.optional(SecretName),
  }),
])
export type ExportDestination = v.InferOutput<typeof ExportDestination>

/** A facility's destinations; an id names one for good, since rows of the queue refer to it. */
export const ExportDestinations = v.pipe(
  v.array(ExportDestination),
  v.maxLength(8),
  v.check(
    (all) => new Set(all.map(({ id }) => id)).size === all.length,
    'a list with each id once',
  ),
  // Notes of locks are the facility's: what one ORCA holds must not be asked of another.
  v.check(
    (all) => all.filter(({ kind }) => kind === 'orca').length <= 1,
    'a list with one orca at most',
  ),
)
export type ExportDestinations = v.InferOutput<typeof ExportDestinations>

/** Where a destination is, for people: a folder, or a host. An address may carry a secret behind the host. */
export function placeOf(destination: ExportDestination): string {
  return 'folder' in destination ? destination.folder : destination.url.host
}

function isPlainUrl(text: string, schemes: readonly string[]): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, hash } = new URL(text)
  return schemes.includes(protocol) && username === '' && password === '' && hash === ''
}
