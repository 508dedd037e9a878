/**
 * One session for each check: the tablet opens it, the patient's phone goes through the provider, and what comes back
 * is compared with the visit's patient. The result belongs to the check, not to the browser that brings it.
 */
import { createHash } from 'node:crypto'
import { toBase64Url } from '../../api/bytes'
import type { IdentityErrorCode } from '../../domain/errors'
import { isPatient } from '../../domain/digital-identity'
import type { RandomBytes } from '../../domain/ids'
import type { Visit } from '../../domain/visit'
import type { Device, IdentitySession, Store, WaitingCheck } from '../store/store'
import type { Binding, IdentityProvider, Proof } from './provider'

export const SESSION_LIFE_MS = 15 * 60_000
/** 128 bits: beyond guessing, and a QR code that a phone reads at arm's length. */
const TICKET_BYTES = 16

export type SessionState =
  | { state: 'none' }
  | { state: 'open'; expiresAt: number }
  | { state: 'proven' }
  | { state: 'ended'; code: IdentityErrorCode }

export type Started =
  | Exclude<SessionState, { state: 'none' | 'open' }>
  | { state: 'open'; expiresAt: number; ticket: string }

export interface IdentitySessions {
  /** Opens a session for a check of the device's that waits for one; another opened for it before ends. */
  start(checkId: string, device: Device): Promise<Started>
  stateOf(checkId: string, device: Device): Promise<SessionState>
  /** By staff. */
  end(checkId: string, device: Device): Promise<SessionState>
  /** Whether the ticket still leads anywhere, and whose facility asks. */
  look(ticket: string): Promise<Proof<{ facilityName: string }>>
  /** The provider's address for that ticket. */
  depart(ticket: string): Promise<Proof<URL>>
  /** What the provider sent the patient back with. */
  arrive(response: URLSearchParams): Promise<Proof<null>>
}

export interface SessionsWorld {
  store: Pick<Store, 'checks' | 'devices' | 'facilities' | 'identity'>
  provider: IdentityProvider | null
  /** The patient of a check that waits for デジタル認証アプリ; undefined where it does not, or nobody is on the list. */
  patientOf: (check: WaitingCheck, device: Device) => Promise<PatientOf>
  randomBytes: RandomBytes
  now: () => number
  onFault: (fault: unknown) => void
  /** After a session has ended; with a proof the check is due. */
  onEnd: (deviceId: string) => void
}

export type PatientOf =
  { kind: 'found'; patient: Visit } | { kind: 'notListed' } | { kind: 'other' }

export function createIdentitySessions(world: SessionsWorld): IdentitySessions {
  const { store, provider, now, randomBytes } = world

  function view(session: IdentitySession | undefined): SessionState {
    if (!session) return { state: 'none' }
    if (session.outcome === 'proven') return { state: 'proven' }
    if (session.outcome !== null) return { state: 'ended', code: session.outcome }
    if (now() >= session.expiresAt) return { state: 'ended', code: 'TZ-I03' }
    return { state: 'open', expiresAt: session.expiresAt }
  }

  /** The device's own session of a check. */
  async function ownSession(checkId: string, device: Device): Promise<IdentitySession | undefined> {
    const session = await store.identity.ofCheck(device.facilityId, checkId)
    return session?.deviceId === device.id ? session : undefined
  }

  /** Ends a session and says what then stands: a newer one, or staff, may have been faster. */
  async function settle(
    { ticketHash, deviceId }: IdentitySession,
    outcome: 'proven' | IdentityErrorCode,
  ): Promise<Proof<null>> {
    const isOurs = await store.identity.end(ticketHash, outcome, now())
    if (isOurs) world.onEnd(deviceId)
    const standing = isOurs ? outcome : (await store.identity.ofTicket(ticketHash))?.outcome
    return standing === 'proven' ? proven(null) : notProven(standing ?? 'TZ-I05')
  }

  async function compare(
    session: IdentitySession,
    response: URLSearchParams,
    binding: Binding,
  ): Promise<'proven' | IdentityErrorCode> {
    if (!provider) return 'TZ-I01'
    const redeemed = await provider.redeem(response, binding)
    if (!redeemed.ok) return redeemed.code
    const patient = await findPatient(session)
    if (!patient.ok) return patient.code
    return isPatient(redeemed.value, patient.value) ? 'proven' : 'TZ-I09'
  }

  /** A fault of ours ends the session too: the patient and staff must not wait for what never comes. */
  async function compareSafely(
    session: IdentitySession,
    response: URLSearchParams,
    binding: Binding,
  ): Promise<'proven' | IdentityErrorCode> {
    try {
      return await compare(session, response, binding)
    } catch (fault) {
      world.onFault(fault)
      return 'TZ-I17'
    }
  }

  async function findPatient(session: IdentitySession): Promise<Proof<Visit>> {
    const { facilityId, checkId, deviceId } = session
    const [check, device] = await Promise.all([
      store.checks.findWaiting(facilityId, checkId),
      store.devices.get(facilityId, deviceId),
    ])
    return check && device ? patientOf(check, device) : notProven('TZ-I16')
  }

  async function patientOf(check: WaitingCheck, device: Device): Promise<Proof<Visit>> {
    const found = await world.patientOf(check, device)
    if (found.kind === 'found') return proven(found.patient)
    return notProven(found.kind === 'notListed' ? 'TZ-I15' : 'TZ-I16')
  }

  /** An open session by its ticket. */
  async function openByTicket(ticket: string): Promise<Proof<IdentitySession>> {
    const session = await store.identity.ofTicket(hashOf(ticket))
    if (!session) return notProven('TZ-I05')
    const standing = view(session)
    if (standing.state === 'open') return proven(session)
    return notProven(standing.state === 'ended' ? standing.code : 'TZ-I04')
  }

  return {
    async start(checkId, device) {
      const known = view(await ownSession(checkId, device))
      if (known.state === 'proven') return known
      if (!provider) return { state: 'ended', code: 'TZ-I01' }
      const check = await store.checks.findWaiting(device.facilityId, checkId)
      if (check?.deviceId !== device.id) return { state: 'ended', code: 'TZ-I16' }
      const patient = await patientOf(check, device)
      if (!patient.ok) return { state: 'ended', code: patient.code }
      const ready = await provider.ready()
      if (!ready.ok) return { state: 'ended', code: ready.code }
      const ticket = toBase64Url(randomBytes(TICKET_BYTES))
      const session = {
        facilityId: device.facilityId,
        checkId,
        ticketHash: hashOf(ticket),
        deviceId: device.id,
        expiresAt: now() + SESSION_LIFE_MS,
      }
      const isOpen = await store.identity.open(session, now())
      return isOpen
        ? { state: 'open', expiresAt: session.expiresAt, ticket }
        : // Proven while we asked.
          { state: 'proven' }
    },
    async stateOf(checkId, device) {
      return view(await ownSession(checkId, device))
    },
    async end(checkId, device) {
      const session = await ownSession(checkId, device)
      if (session && view(session).state === 'open') await settle(session, 'TZ-I13')
      return view(await ownSession(checkId, device))
    },
    async look(ticket) {
      const session = await openByTicket(ticket)
      if (!session.ok) return session
      const facility = await store.facilities.get(session.value.facilityId)
      return facility ? proven({ facilityName: facility.name }) : notProven('TZ-I05')
    },
    async depart(ticket) {
      const session = await openByTicket(ticket)
      if (!session.ok) return session
      if (!provider) return notProven('TZ-I01')
      const binding = await provider.createBinding(startOf(session.value))
      const address = await provider.authorize(binding)
      if (!address.ok) {
        await settle(session.value, address.code)
        return address
      }
      const isBound = await store.identity.bind(session.value.ticketHash, {
        stateHash: hashOf(binding.state),
        nonce: binding.nonce,
        verifier: binding.verifier,
      })
      return isBound ? address : notProven('TZ-I04')
    },
    async arrive(response) {
      const state = response.get('state') ?? ''
      const taken = await store.identity.take(hashOf(state))
      if (!taken) return notProven('TZ-I05')
      const { session } = taken
      const standing = view(session)
      if (standing.state === 'ended' && session.outcome === null) return notProven('TZ-I03')
      if (taken.kind === 'used') return notProven('TZ-I04')
      const binding = { state, ...taken.binding, since: startOf(session) }
      return settle(session, await compareSafely(session, response, binding))
    },
  }
}

function startOf({ expiresAt }: IdentitySession): number {
  return expiresAt - SESSION_LIFE_MS
}

function proven<T>(value: T): { ok: true; value: T } {
  return { ok: true, value }
}

function notProven(code: IdentityErrorCode): { ok: false; code: IdentityErrorCode } {
  return { ok: false, code }
}

/** Tickets and states are kept as hashes only: who reads the store can take nobody's place. */
function hashOf(secret: string): string {
  return createHash('sha256').update(`tazune-identity:${secret}`).digest('base64url')
}
