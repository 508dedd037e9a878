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

/** More of it tells nobody anything, and what grew beyond what a tablet takes would keep every later answer from it. */
const LONGEST_CODE = 100
const LONGEST_MESSAGE = 2_000

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
    authorityCode: shortened(said.authorityCode, LONGEST_CODE),
    message: shortened(said.message, LONGEST_MESSAGE),
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

function shortened(text: string | null, longest: number): string | null {
  if (text === null || text.length <= longest) return text
  return `${Array.from(text.slice(0, longest)).slice(0, -1).join('')}…`
}
