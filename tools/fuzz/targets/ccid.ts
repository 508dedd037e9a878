/** What the tablet reads from a CCID reader. */
import {
  COMMAND,
  decodeAnswer,
  encodeCommand,
  HEADER_BYTES,
  MAX_DATA_BYTES,
  RESPONSE,
} from '../../../src/nfc/ccid/message'
import { createMessageReader } from '../../../src/nfc/ccid/message-reader'
import { ccidMessage } from '../../../test/support/ccid-codec'
import type { FuzzTarget } from '../target'
import { expect, ofHex } from './samples'

const ATR = ofHex('3B80800101')
const MAX_MESSAGE = HEADER_BYTES + MAX_DATA_BYTES

export function ccidTargets(): FuzzTarget[] {
  const answers = [
    ccidMessage(RESPONSE.dataBlock, 0, 0, 0, ATR),
    ccidMessage(RESPONSE.dataBlock, 1, 0, 0, new Uint8Array(258).fill(0x50)),
    ccidMessage(RESPONSE.dataBlock, 2, 0x80, 1),
    ccidMessage(RESPONSE.slotStatus, 3, 0x42, 0xfe),
    encodeCommand(COMMAND.transferBlock, 4, ATR),
  ]
  const notice = ofHex('5003')
  const hardwareError = ofHex('51000001')
  return [
    {
      name: 'ccid-messages',
      // The first byte says how long the notifications are.
      corpus: [
        Uint8Array.of(20, ...(answers[0] ?? []), ...notice, ...(answers[1] ?? [])),
        Uint8Array.of(2, ...(answers[0] ?? []), ...(answers[2] ?? [])),
        Uint8Array.of(180, ...(answers[3] ?? []), ...hardwareError, ...(answers[1] ?? [])),
      ],
      tokens: [
        notice,
        hardwareError,
        ofHex('8006010000'),
        ofHex('80FFFFFFFF'),
        ofHex('8100000000'),
      ],
      eat: eatMessages,
      // A message may come byte by byte, and what has come of it is joined anew each time.
      allowance: (length) => 1_024 + MAX_MESSAGE * length,
    },
    {
      name: 'ccid-answer',
      corpus: answers,
      eat: (input) => {
        const answer = decodeAnswer(input)
        const data = Math.max(0, input.length - HEADER_BYTES)
        expect(answer === null || answer.data.length === data, 'data that is not the rest')
        return answer !== null
      },
    },
  ]
}

function eatMessages([size = 0, ...stream]: Uint8Array): boolean {
  const reader = createMessageReader()
  const bytes = Uint8Array.from(stream)
  let taken = 0
  let isOver = false
  let answers = 0
  for (let at = 0; at < bytes.length; at += size || 1) {
    for (const event of reader.push(bytes.subarray(at, at + (size || 1)))) {
      expect(!isOver, 'something was told after a fault')
      isOver = event.kind === 'fault'
      if (event.kind !== 'answer') continue
      expect(event.message.length <= MAX_MESSAGE, 'a message longer than any')
      taken += event.message.length
      answers += 1
      decodeAnswer(event.message)
    }
    expect(!isOver || !reader.isPartial, 'bytes are kept after a fault')
  }
  expect(taken <= bytes.length, 'more messages than bytes')
  return answers > 0
}
