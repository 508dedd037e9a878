/** A piece of work that ends without an answer: what is known of it is sealed to the device, and nobody is asked again. */
import { noAnswerAad } from '../../api/envelope'
import { utf8 } from '../../api/bytes'
import { seal } from '../../api/seal'
import type { NoAnswerNotice } from '../../domain/answer'
import type { FindDeviceKeys } from '../access/device-keys'
import type { NoAnswer } from '../authority/authority'
import type { Device, Store, Work } from '../store/store'

export interface NoAnswerWorld {
  store: Pick<Store, 'answers'>
  deviceKeys: FindDeviceKeys
  now: () => number
}

/** @returns false when it had ended already */
export async function storeNoAnswer(
  work: Pick<Work, 'facilityId' | 'id'>,
  ended: NoAnswer,
  device: Device,
  { store, deviceKeys, now }: NoAnswerWorld,
): Promise<boolean> {
  const { code } = ended
  const said = ended.kind === 'failed' ? ended : { authorityCode: null, message: null }
  const notice: NoAnswerNotice = {
    v: 1,
    checkId: work.id,
    code,
    authorityCode: said.authorityCode,
    message: said.message,
    endedAt: new Date(now()).toISOString(),
  }
  const { answering } = await deviceKeys(device)
  return store.answers.putUnanswered({
    facilityId: work.facilityId,
    checkId: work.id,
    deviceId: device.id,
    code,
    sealed: await seal(answering, utf8(JSON.stringify(notice)), noAnswerAad(work.id)),
    now: now(),
  })
}
