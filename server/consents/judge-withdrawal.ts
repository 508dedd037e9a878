/** A patient's withdrawal as it comes in an envelope: opened, read, and ready to be recorded (R34). */
import { ConsentWithdrawalPayload, type EnvelopeHeader } from '../../api/wire'
import { fromUtf8 } from '../../api/bytes'
import type { ConsentWithdrawal } from '../../domain/consent-withdrawal'
import { inScreenOrder } from '../../domain/consent-withdrawal'
import { toMs } from '../../domain/days'
import { refusesMyNumber } from '../../domain/my-number'
import { boundCaptureTime } from '../checks/capture-time'
import { openSeal, parseJson } from '../checks/open-envelope'
import { granted, refused, type Verdict } from '../checks/verdict'
import type { GatewayKeys } from '../keys/gateway-keys'
import type { CheckFacts, Device, KeptEnvelope, StoredWithdrawal } from '../store/store'

/** TZ-G07 when the seal does not open; TZ-G08 when it holds no withdrawal of this envelope and facility. */
export async function openWithdrawal(
  envelope: KeptEnvelope,
  header: EnvelopeHeader,
  facilityId: string,
  keys: GatewayKeys,
): Promise<Verdict<ConsentWithdrawal>> {
  const opened = await openSeal(envelope, header, keys)
  return opened.ok ? readWithdrawal(opened.value, header, facilityId) : opened
}

/** TZ-G08 for whatever is not a withdrawal of this envelope and facility, or has a 個人番号 in it. */
export function readWithdrawal(
  content: Uint8Array,
  header: EnvelopeHeader,
  facilityId: string,
): Verdict<ConsentWithdrawal> {
  const withdrawal = parseJson(ConsentWithdrawalPayload, () => fromUtf8(content))
  if (!withdrawal) return refused('TZ-G08')
  const { decidedBy } = withdrawal
  const fits =
    withdrawal.id === header.id &&
    withdrawal.deviceId === header.deviceId &&
    withdrawal.facilityId === facilityId &&
    !(decidedBy.kind === 'proxy' && refusesMyNumber(decidedBy.relation))
  return fits ? granted(withdrawal) : refused('TZ-G08')
}

/**
 * A withdrawal needs no proof: taking back is as easy as giving (R31), and it opens nothing. That its consent is known
 * here is not asked either: it may have overtaken its check.
 */
export async function judgeWithdrawal(
  { envelope, header }: { envelope: KeptEnvelope; header: EnvelopeHeader },
  device: Pick<Device, 'facilityId'>,
  { keys, receivedAt }: { keys: GatewayKeys; receivedAt: number },
): Promise<Verdict<{ facts: CheckFacts; withdrawal: StoredWithdrawal }>> {
  const opened = await openWithdrawal(envelope, header, device.facilityId, keys)
  if (!opened.ok) return opened
  const { id, checkId, facilityId, items, decidedBy, decidedAt } = opened.value
  const { capturedAt, clockDoubtful } = boundCaptureTime(toMs(decidedAt), receivedAt, null)
  return granted({
    facts: {
      challengeId: null,
      capturedAt,
      clockDoubtful,
      certificateLastDay: null,
      faceIssuer: null,
    },
    withdrawal: {
      id,
      checkId,
      facilityId,
      items: inScreenOrder(items),
      decidedBy: decidedBy.kind,
      decidedAt,
      receivedAt,
    },
  })
}
