/** What may lie in `res` of an exchange folder. */
import { CodecFault } from '../../../server/authority/oqs/codec/fault'
import { readAnswer } from '../../../server/authority/oqs/codec/read-eligibility'
import { readMessage, readText } from '../../../server/authority/oqs/codec/read-result'
import { pack } from '../../../server/authority/oqs/codec/unpack'
import { BUILT_IN_LAYOUT } from '../../../server/authority/oqs/layout/layout'
import { chanceOf } from '../../oqs-sim/chance'
import { replyElements } from '../../oqs-sim/results'
import { consented } from '../../oqs-sim/register'
import { writeXml, type Encoding } from '../../oqs-sim/xml'
import type { FuzzTarget } from '../target'
import { expect } from './samples'

const AT = new Date('2026-05-20T01:00:00Z')
const PASSWORD = 'himitsu'
const LIMITS = { packed: 2 ** 20, unpacked: 2 ** 20 }
const TOKENS = [
  '<XmlMsg>',
  '</XmlMsg>',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '&b;',
  '&#x10ffff;',
  '&#0;',
  '<![CDATA[',
  ']]>',
  '<!--',
  '<?xml version="1.0" encoding="UTF-16"?>',
  '<__proto__>',
  '<constructor>',
  '99999999',
  '<SegmentOfResult>2</SegmentOfResult>',
  '<a>'.repeat(30),
  '\ufeff',
]

export async function oqsTargets(): Promise<FuzzTarget[]> {
  const plain = (['utf-8', 'cp932'] as const).flatMap((encoding) => samples(encoding))
  const archives = await Promise.all(
    plain.slice(0, 2).flatMap((each) => [pack('a.xml', each, null), pack('a.xml', each, PASSWORD)]),
  )
  return [
    {
      name: 'oqs-result',
      corpus: plain,
      tokens: TOKENS.map((text) => Buffer.from(text)),
      eat: eatResult,
      refusals: [CodecFault],
      // The text, its tree, and the parser's own.
      allowance: (length) => 64 * 1024 + 512 * length,
    },
    {
      name: 'oqs-archive',
      share: 0.1,
      corpus: archives,
      tokens: [
        'PK\u0003\u0004',
        'PK\u0001\u0002',
        'PK\u0005\u0006',
        '../',
        '\0\0\0\0',
        '\xff\xff\xff\xff',
      ].map((text) => Buffer.from(text, 'latin1')),
      eat: eatResult,
      refusals: [CodecFault],
      // Whatever an archive claims, what comes out of it is limited; its machinery has buffers of its own.
      allowance: (length) => 4 * LIMITS.unpacked + 512 * length,
    },
  ]
}

async function eatResult(input: Uint8Array): Promise<boolean> {
  const text = await readText(input, PASSWORD, BUILT_IN_LAYOUT, LIMITS)
  const message = readMessage(text, BUILT_IN_LAYOUT)
  const answer = readAnswer(message, AT.getTime())
  if (answer.kind === 'failed') return true
  const { reply } = answer.person
  expect(/^\d{4}-\d\d-\d\dT/.test(reply.answeredAt), 'an answer without its time')
  expect(
    reply.validity !== 'valid' || reply.coverages.length + reply.publicExpenses.length > 0,
    'valid without any cover',
  )
  expect(
    reply.coverages.every(({ birthdate }) => /^\d{4}-\d\d-\d\d$/.test(birthdate)),
    'a birth date that is none',
  )
  return true
}

function samples(encoding: Encoding): Buffer[] {
  return consented('2026-05-20', AT)
    .slice(0, 2)
    .map(({ reply, ...of }, index) =>
      writeXml(
        [
          'XmlMsg',
          [
            [
              'MessageHeader',
              [
                ['ProcessExecutionTime', '20260520100000'],
                ['MedicalInstitutionCode', '1319999999'],
                ['ArbitraryFileIdentifier', 'abc'],
                ['SegmentOfResult', 1],
                ['CharacterCodeIdentifier', encoding === 'utf-8' ? 0 : 1],
              ],
            ],
            ['MessageBody', replyElements(reply, of, 'ResultList')],
          ],
        ],
        chanceOf(1, index),
        encoding,
      ),
    )
}
