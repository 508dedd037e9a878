/**
 * The authority is told of a withdrawal, once its consent is there. At the gateway itself it has held since it was
 * recorded; what waits here is only the telling.
 */
import type { EnvelopeHeader } from '../../api/wire'
import type { Authority } from '../authority/authority'
import { fromAuthority } from '../authority/fault'
import type { GatewayKeys } from '../keys/gateway-keys'
import { storeNoAnswer, type NoAnswerWorld } from '../queue/store-no-answer'
import type { Device, Store, Work } from '../store/store'
import { openWithdrawal } from './judge-withdrawal'

export interface TellWorld extends NoAnswerWorld {
  store: Pick<Store, 'answers' | 'checks' | 'consents' | 'work'>
  authority: Pick<Authority, 'withdrawConsent'>
  keys: GatewayKeys
}

/**
 * `told`, also where there is nothing to tell: the check was refused, withdrawn, or asked no consent. `unanswered`: the
 * authority could not be told, and the device hears why. `pending`: told, and not confirmed yet. `waiting`: its check is not here, or
 * has no answer yet. `lost`: another worker holds the lease now.
 * @throws Error when store or authority failed: to be tried again later
 */
export async function tellWithdrawal(
  work: Work,
  header: EnvelopeHeader,
  device: Device,
  world: TellWorld,
): Promise<'told' | 'unanswered' | 'pending' | 'waiting' | 'lost'> {
  const { store, authority, keys, now } = world
  const opened = await openWithdrawal(work.envelope, header, device.facilityId, keys)
  if (!opened.ok) throw new Error(`an accepted withdrawal no longer opens: ${opened.code}`)
  const { checkId, items, patientId } = opened.value
  const { facilityId } = device
  const consent = await store.consents.get(facilityId, checkId)
  if (!consent && (await isStillToCome(facilityId, checkId, store))) return 'waiting'
  if (consent && consent.items.length > 0) {
    const notice = { withdrawalId: work.id, facilityId, checkId, patientId, items }
    const told = await fromAuthority(() => authority.withdrawConsent(notice))
    if (told.kind === 'pending') return 'pending'
    if (told.kind !== 'told') {
      return (await storeNoAnswer(work, told, device, world)) ? 'unanswered' : 'lost'
    }
  }
  return (await store.work.end(work, now())) ? 'told' : 'lost'
}

async function isStillToCome(
  facilityId: string,
  checkId: string,
  { checks }: Pick<TellWorld['store'], 'checks'>,
): Promise<boolean> {
  const verdict = (await checks.verdicts(facilityId, [checkId])).get(checkId)
  if (verdict === undefined) return true
  return (
    verdict.verdict === 'accepted' && (await checks.findWaiting(facilityId, checkId)) !== undefined
  )
}
