/** Where a facility's answers go, as its settings say it, validated; secrets stand in files or the environment. */
import { isAbsolute } from 'node:path'
import * as v from 'valibot'
import { deliverToFolder } from './folder/deliver'
import { addressRule } from './http/addresses'
import { createSend, type ClientCertificate, type Send } from './http/send'
import { createOrcaCall } from './orca/api'
import { deliverToOrca } from './orca/deliver'
import type { LockNotes } from './orca/locks'
import type { Deliver } from './queue/worker'
import { deliverToWebhook } from './webhook/deliver'
import { createSigner, type SigningJwk } from './webhook/signature'

const Id = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,31}$/))
/** The name of a secret, never the secret: what it stands for is looked up when it is needed. */
const SecretName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._-]{1,64}$/))
const Folder = v.pipe(v.string(), v.check(isAbsolute, 'an absolute path'))
const Addresses = v.optional(
  v.pipe(v.array(v.string()), v.check(areAddresses, 'addresses or ranges')),
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
  }),
  v.strictObject({ id: Id, kind: v.literal('fhir'), folder: Folder }),
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
  }),
])
export type ExportDestination = v.InferOutput<typeof ExportDestination>

/** A facility's destinations; an id names one for good, since rows of the queue refer to it. */
export const ExportDestinations = v.pipe(
  v.array(ExportDestination),
  v.maxLength(8),
  v.check((all) => new Set(all.map(({ id }) => id)).size === all.length, 'each id once'),
)

export interface DestinationWorld {
  notes: LockNotes
  /** @throws Error for a name that stands for nothing */
  secrets: {
    password(name: string): Promise<string>
    clientCertificate(name: string): Promise<ClientCertificate>
    signingKey(name: string): Promise<SigningJwk>
  }
  now: () => number
  randomId: () => string
  /** In place of the network, for tests. */
  send?: Send
}

/** Longer than any answer that is known; ORCA's run to 200 kB. */
const MAX_BYTES = 4_000_000
/** Four of them and their release stay below `HOLD_MS` of orca/locks.ts. */
const TIMEOUT_MS = 20_000

export async function createDeliver(
  destination: ExportDestination,
  world: DestinationWorld,
): Promise<Deliver> {
  const { now, randomId, notes, secrets } = world
  switch (destination.kind) {
    case 'csv':
    case 'fhir': {
      const format =
        destination.kind === 'csv'
          ? { kind: destination.kind, encoding: destination.encoding }
          : { kind: destination.kind }
      const settings = { folder: destination.folder, format }
      return (record) => deliverToFolder(record, settings, randomId)
    }
    case 'orca': {
      const { url, addresses, user, password, clientCertificate } = destination
      const login =
        user === undefined || password === undefined
          ? null
          : { user, password: await secrets.password(password) }
      const send = createSend({
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_BYTES,
        rule: addressRule(addresses),
        // ORCA on the facility's own network has no certificate; only named addresses are reached there.
        allowHttp: addresses.length > 0,
        ...(clientCertificate !== undefined && {
          tls: await secrets.clientCertificate(clientCertificate),
        }),
      })
      const call = createOrcaCall({ baseUrl: url, login }, world.send ?? send)
      return (record) => deliverToOrca(record, { call, notes, now, randomId })
    }
    case 'webhook': {
      const { url, addresses, key, content } = destination
      const signer = createSigner(await secrets.signingKey(key))
      const send = createSend({
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_BYTES,
        rule: addressRule(addresses),
        allowHttp: false,
      })
      const settings = { url, content, signer }
      const out = { send: world.send ?? send, now, nonce: randomId }
      return (record, id) => deliverToWebhook(record, id, settings, out)
    }
  }
}

function areAddresses(addresses: string[]): boolean {
  try {
    addressRule(addresses)
    return true
  } catch {
    // Nothing of it is kept: the sentence of the schema says what was expected.
    return false
  }
}

function isPlainUrl(text: string, schemes: readonly string[]): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, hash } = new URL(text)
  return schemes.includes(protocol) && username === '' && password === '' && hash === ''
}
