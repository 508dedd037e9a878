/** From a destination's settings to what sends one answer there. */
import type { FolderFiles } from '../folders/files'
import { deliverToFolder } from './folder/deliver'
import { addressRule } from './http/addresses'
import { createSend, type ClientCertificate, type Send } from './http/send'
import { createOrcaCall, type CallOrca } from './orca/api'
import { deliverToOrca } from './orca/deliver'
import type { LockNotes } from './orca/locks'
import type { Deliver } from './queue/worker'
import type { ExportDestination } from './settings'
import { deliverToWebhook } from './webhook/deliver'
import { createSigner, type SigningJwk } from './webhook/signature'

export interface DestinationWorld {
  notes: LockNotes
  /** @throws Error for a name that stands for nothing */
  secrets: {
    password(name: string): Promise<string>
    clientCertificate(name: string): Promise<ClientCertificate>
    signingKey(name: string): Promise<SigningJwk>
  }
  /** Files of one folder each. */
  openFiles: () => FolderFiles
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
      const { folder, readers } = destination
      const settings = { folder, readers, format, files: world.openFiles() }
      return (record) => deliverToFolder(record, settings)
    }
    case 'orca': {
      const call = await createCallOf(destination, world)
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

/** What speaks to an ORCA, without anything to deliver. */
export async function createCallOf(
  destination: Extract<ExportDestination, { kind: 'orca' }>,
  { secrets, send }: Pick<DestinationWorld, 'secrets' | 'send'>,
): Promise<CallOrca> {
  const { url, addresses, user, password, clientCertificate } = destination
  const login =
    user === undefined || password === undefined
      ? null
      : { user, password: await secrets.password(password) }
  const own = createSend({
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
    rule: addressRule(addresses),
    // ORCA on the facility's own network has no certificate; only named addresses are reached there.
    allowHttp: addresses.length > 0,
    ...(clientCertificate !== undefined && {
      tls: await secrets.clientCertificate(clientCertificate),
    }),
  })
  return createOrcaCall({ baseUrl: url, login }, send ?? own)
}
