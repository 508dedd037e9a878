/** What the tablet reads from a reader and a card. */
import { createFrameReader, MAX_BLOCK_BYTES, wrapFrame } from '../../../src/nfc/acr1255/frame'
import { decodeBlock } from '../../../src/nfc/acr1255/block'
import {
  isLockedStatus,
  parseResponse,
  triesFromStatus,
  waitingBytes,
  wantedLength,
} from '../../../src/nfc/apdu'
import { parseBasicFour } from '../../../src/nfc/applications/basic-four'
import { parseCommonRecord } from '../../../src/nfc/applications/common'
import { prepareCard } from '../../../src/nfc/applications/jpki'
import { isSignatureShaped, readCardKey } from '../../../src/nfc/card-key'
import { DerError, DerReader, derTotalLength } from '../../../src/nfc/der'
import { parseCertificate } from '../../../src/nfc/der-certificate'
import { readTlvs, tlvTotalLength } from '../../../src/nfc/tlv'
import { TransportError } from '../../../src/nfc/transport'
import { createScriptedTransport } from '../../../test/support/card-transport'
import { answerBlock } from '../../../test/support/reader-codec'
import type { FuzzTarget } from '../target'
import { joinMessages, splitMessages } from './messages'
import { expect, ofHex, type Samples } from './samples'

export function deviceTargets({ certificates, basicFour, commonRecord }: Samples): FuzzTarget[] {
  const block = answerBlock(0x80, 0, ofHex('3B80800101'))
  const publicKeys = certificates.flatMap((certificate) => {
    const read = parseCertificate(certificate)
    return read.ok ? [read.value.publicKey] : []
  })
  return [
    {
      name: 'ble-frame',
      corpus: [wrapFrame(block), Uint8Array.of(...wrapFrame(block), ...wrapFrame(block))],
      eat: eatFrames,
    },
    {
      name: 'ble-block',
      corpus: [block, answerBlock(0x81, 2), answerBlock(0x50, 3)],
      eat: (input) => {
        const read = decodeBlock(input)
        expect(!read || read.data.length <= input.length, 'more data than bytes')
        return read !== null
      },
    },
    {
      name: 'apdu-response',
      corpus: [ofHex('9000'), ofHex('63C3'), ofHex('6100'), ofHex('6C10'), ofHex('01020304 9000')],
      eat: eatResponse,
    },
    {
      name: 'tlv',
      corpus: [basicFour, commonRecord, ofHex('FF2004DF220141')],
      eat: (input) => {
        const total = tlvTotalLength(input)
        expect(total === null || (total >= 0 && total <= 0x10004), 'a length beyond 82')
        const objects = readTlvs(input)
        const sum = objects?.reduce((bytes, { value }) => bytes + value.length, 0) ?? 0
        expect(sum <= input.length, 'values longer than the input')
        return objects !== null
      },
    },
    {
      name: 'der',
      corpus: [...certificates, ofHex('3003020101')],
      eat: (input) => {
        derTotalLength(input)
        return walkDer(input) > 0
      },
      refusals: [DerError],
    },
    {
      name: 'certificate',
      corpus: certificates,
      eat: (input) => {
        const read = parseCertificate(input)
        expect(read.ok || read.code === 'TZ-C11', 'another code')
        return read.ok
      },
    },
    {
      name: 'card-key',
      corpus: publicKeys,
      eat: (input) => {
        const key = readCardKey(input)
        if (key) isSignatureShaped(key, input)
        return key !== null
      },
    },
    {
      name: 'card-basic-four',
      corpus: [basicFour],
      eat: (input) => parseBasicFour(input).ok,
    },
    {
      name: 'card-common-record',
      corpus: [commonRecord],
      eat: (input) => parseCommonRecord(input).ok,
    },
    {
      name: 'card-conversation',
      corpus: certificates.map((certificate) => conversation(certificate, commonRecord)),
      tokens: ['6100', '61FF', '6C00', '6C05', '6A82', '6282', '63C0', '6984', '9000'].map(
        (status) => joinMessages(ofHex(status)),
      ),
      eat: eatConversation,
      // Each answer may be followed by one command more.
      allowance: (length) => 1_024 + 64 * length,
    },
  ]
}

function eatFrames(input: Uint8Array): boolean {
  const reader = createFrameReader()
  let blocks = 0
  for (let at = 0; at < input.length; at += 20) {
    for (const event of reader.push(input.subarray(at, at + 20))) {
      if (event.kind === 'fault') continue
      expect(event.block.length <= MAX_BLOCK_BYTES, 'a block longer than any')
      blocks += 1
    }
  }
  return blocks > 0
}

function eatResponse(input: Uint8Array): boolean {
  const response = parseResponse(input)
  if (!response) return false
  const { data, status } = response
  expect(data.length === input.length - 2, 'data and status are not the whole')
  for (const length of [waitingBytes(status), wantedLength(status)]) {
    expect(length === null || (length >= 1 && length <= 256), 'a length no command has')
  }
  const tries = triesFromStatus(status)
  expect(tries === null || (tries >= 0 && tries <= 15), 'tries out of range')
  expect(tries !== 0 || isLockedStatus(status), 'no tries left and not locked')
  return true
}

/** Enters whatever says that it is constructed; the depth is bounded by the bytes. */
function walkDer(bytes: Uint8Array): number {
  const waiting = [new DerReader(bytes)]
  let elements = 0
  for (let reader = waiting.pop(); reader; reader = waiting.pop()) {
    while (!reader.atEnd) {
      const { tag, content, whole } = reader.next()
      expect(whole.length >= 2 && whole.length > content.length, 'an element without a header')
      elements += 1
      if (tag & 0x20) waiting.push(new DerReader(content))
    }
  }
  return elements
}

async function eatConversation(input: Uint8Array): Promise<boolean> {
  const answers = splitMessages(input, 258)
  let verifies = 0
  const transport = createScriptedTransport((command, index) => {
    if (command[1] === 0x20 && command.length > 4) verifies += 1
    const answer = answers[index]
    if (!answer) throw new TransportError('TZ-R08')
    return answer
  })
  const prepared = await prepareCard(transport, { readExpiry: true })
  expect(verifies === 0, 'a PIN was presented')
  if (prepared.ok) {
    const { triesLeft, certificate } = prepared.value
    expect(triesLeft >= 1 && triesLeft <= 15, 'tries out of range')
    expect(certificate.length <= input.length, 'a certificate from nowhere')
  }
  return prepared.ok
}

function conversation(certificate: Uint8Array, record: Uint8Array): Uint8Array {
  const ok = ofHex('9000')
  const answers = [ok, Uint8Array.of(...record, ...ok), ok, ok]
  for (let at = 0; at < certificate.length; at += 256) {
    answers.push(Uint8Array.of(...certificate.subarray(at, at + 256), ...ok))
  }
  answers.push(ok, ofHex('63C3'))
  return joinMessages(...answers)
}
