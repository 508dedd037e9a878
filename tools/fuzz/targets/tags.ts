/** What a tapped NFC tag may hold. */
import { isTagId, tagAddress } from '../../../domain/tags'
import { readTagMessage, type TagRecord } from '../../../src/nfc/tags/read-message'
import type { FuzzTarget } from '../target'
import { joinMessages, splitMessages } from './messages'
import { expect } from './samples'

const ORIGIN = 'https://tazune.example'
const ID = 'AAAAAAAAAAAAAAAAAAAAA_'
/** By the first byte of a record. */
const TYPES = ['url', 'empty', 'text', 'mime', 'absolute-url', 'smart-poster', 'unknown'] as const
const REFUSALS: readonly string[] = ['TZ-T08', 'TZ-T09', 'TZ-T10']

export function tagTargets(): FuzzTarget[] {
  return [
    {
      name: 'tag-message',
      corpus: (['visit', 'patientCard'] as const).map((kind) =>
        joinMessages(Buffer.from(`\0${tagAddress(ORIGIN, { kind, id: ID })}`)),
      ),
      tokens: [
        ...[ORIGIN, '/v/', '/p/', ID, '?', '#', '%2F', '\u212a', '\ufeff', 'x'.repeat(513)],
      ].map((text) => Buffer.from(text)),
      eat: eatTag,
    },
  ]
}

function eatTag(input: Uint8Array): boolean {
  const records = splitMessages(input).map(toRecord)
  const read = readTagMessage({ records }, ORIGIN)
  if (!read.ok) {
    expect(REFUSALS.includes(read.code), 'another code')
    return false
  }
  const [{ data } = {}] = records
  expect(isTagId(read.value.id), 'an id that is none')
  const isExact =
    data &&
    Buffer.from(data.buffer)
      .subarray(1)
      .equals(Buffer.from(addressOf(read)))
  expect(isExact === true, 'taken though it is not exactly an address of ours')
  return true
}

function addressOf({ value }: { value: Parameters<typeof tagAddress>[1] }): string {
  return tagAddress(ORIGIN, value)
}

/** A type beyond the table is a record without data. */
function toRecord(message: Uint8Array<ArrayBuffer>): TagRecord {
  const type = TYPES[message[0] ?? 0xff]
  if (type === undefined) return { recordType: 'url' }
  return { recordType: type, data: new DataView(message.buffer, 1) }
}
