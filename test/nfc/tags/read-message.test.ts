import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tagAddress } from '../../../domain/tags'
import { readTagMessage, type TagRecord } from '../../../src/nfc/tags/read-message'

const ORIGIN = 'https://app.example'
const ID = 'AAAAAAAAAAAAAAAAAAAAA_'
const view = (bytes: Uint8Array<ArrayBuffer>): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
const bytesOf = (text: string): DataView => view(new TextEncoder().encode(text))
const url = (text: string): TagRecord => ({ recordType: 'url', data: bytesOf(text) })
const read = (...records: TagRecord[]) => readTagMessage({ records }, ORIGIN)
const refused = (code: string) => ({ ok: false, code })

describe('what a tapped tag holds', () => {
  it('is taken where it is one URL record of ours', () => {
    for (const kind of ['visit', 'patientCard'] as const) {
      const tag = { kind, id: ID }
      expect(read(url(tagAddress(ORIGIN, tag)))).toEqual({ ok: true, value: tag })
    }
  })

  it('is read from the record’s own part of its buffer', () => {
    const address = tagAddress(ORIGIN, { kind: 'visit', id: ID })
    const whole = new TextEncoder().encode(`xx${address}yy`)
    const data = new DataView(whole.buffer, 2, whole.length - 4)
    expect(read({ recordType: 'url', data }).ok).toBe(true)
  })

  it('is blank where there is no record or an empty one', () => {
    expect(read()).toEqual(refused('TZ-T08'))
    expect(read({ recordType: 'empty' })).toEqual(refused('TZ-T08'))
  })

  it.each(['text', 'mime', 'absolute-url', 'smart-poster', 'unknown', 'example.com:r', 'URL'])(
    'is refused as a record of type %s, though the address were ours',
    (recordType) => {
      const data = bytesOf(tagAddress(ORIGIN, { kind: 'visit', id: ID }))
      expect(read({ recordType, data })).toEqual(refused('TZ-T09'))
    },
  )

  it('is refused with a foreign address, without data, and where it is no UTF-8', () => {
    expect(read(url(`https://evil.example/v/${ID}`))).toEqual(refused('TZ-T09'))
    expect(read({ recordType: 'url' })).toEqual(refused('TZ-T09'))
    const data = view(new Uint8Array([0x68, 0xff, 0xfe]))
    expect(read({ recordType: 'url', data })).toEqual(refused('TZ-T09'))
  })

  it('is refused unread where it is longer or has more records than ours', () => {
    expect(read(url('x'.repeat(513)))).toEqual(refused('TZ-T10'))
    expect(read({ recordType: 'url', data: view(new Uint8Array(10_000_000)) })).toEqual(
      refused('TZ-T10'),
    )
    const ours = url(tagAddress(ORIGIN, { kind: 'visit', id: ID }))
    expect(read(ours, ours)).toEqual(refused('TZ-T10'))
  })

  it('never throws, and takes nothing but an address of ours', () => {
    const record = fc.record({
      recordType: fc.oneof(fc.constantFrom('url', 'empty', 'text'), fc.string()),
      data: fc
        .oneof(
          fc.uint8Array({ maxLength: 600 }),
          fc.string({ maxLength: 60 }).map((rest) => new TextEncoder().encode(ORIGIN + rest)),
        )
        .map((bytes) => view(new Uint8Array(bytes))),
    })
    fc.assert(
      fc.property(fc.array(record, { maxLength: 3 }), (records) => {
        const result = readTagMessage({ records }, ORIGIN)
        if (result.ok) {
          expect(records[0]?.data).toEqual(bytesOf(tagAddress(ORIGIN, result.value)))
        } else {
          expect(result.code).toMatch(/^TZ-T(08|09|10)$/)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
