import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CardImage } from '../../../domain/card-image'
import { parseBasicFour, readBasicFour } from '../../../src/nfc/applications/basic-four'
import { createContent } from '../../../src/nfc/emulator/files'
import { encodeBasicFour } from '../../../src/nfc/emulator/content'
import { issueTestCard, layCard, typedPin } from '../../support/card-fixtures'
import { bytesOf } from '../../support/card-transport'

let image: CardImage

beforeAll(async () => {
  image = await issueTestCard()
})

describe('readBasicFour', () => {
  it('reads the four items with five commands, 43 bytes to the card and A + 10 back', async () => {
    const { transport } = await layCard(image)
    const pin = typedPin()
    expect(await readBasicFour(transport, pin)).toEqual({
      kind: 'read',
      basicFour: image.basicFour,
    })
    expect([...pin]).toEqual([0, 0, 0, 0])
    expect(transport.commands).toHaveLength(5)
    expect(transport.bytesToCard).toBe(43)
    expect(transport.bytesBack).toBe(encodeBasicFour(image.basicFour).length + 10)
  })

  it('asks for the tries first when told to, for one command more', async () => {
    const { transport } = await layCard(image)
    expect(await readBasicFour(transport, typedPin(), { queryTries: true })).toMatchObject({
      kind: 'read',
    })
    expect(transport.commands).toHaveLength(6)
    expect(transport.bytesToCard).toBe(43 + 4)
  })

  it('reads an address longer than one chunk', async () => {
    const basicFour = { ...image.basicFour, address: '架空町'.repeat(60) }
    const { transport } = await layCard({ ...image, basicFour })
    expect(await readBasicFour(transport, typedPin())).toEqual({ kind: 'read', basicFour })
  })

  it('wrong: the tries left; then at one try left it asks first', async () => {
    const { transport } = await layCard(image)
    for (const triesLeft of [2, 1]) {
      expect(await readBasicFour(transport, typedPin('0000'))).toEqual({
        kind: 'wrongPin',
        code: 'TZ-C01',
        triesLeft,
      })
    }
    const queried = { queryTries: true }
    expect(await readBasicFour(transport, typedPin(), queried)).toEqual({
      kind: 'refused',
      code: 'TZ-C13',
    })
    expect(
      await readBasicFour(transport, typedPin('0000'), { ...queried, lastTryConfirmed: true }),
    ).toEqual({ kind: 'refused', code: 'TZ-C02' })
    expect(await readBasicFour(transport, typedPin(), queried)).toEqual({
      kind: 'refused',
      code: 'TZ-C02',
    })
  })

  it('names what it cannot read from, and wipes the PIN each time', async () => {
    const cases = [
      [{ kind: 'other' }, 'TZ-C06'],
      [{ withoutPin: true }, 'TZ-C08'],
    ] as const
    for (const [knobs, code] of cases) {
      const { transport } = await layCard(image, knobs)
      const pin = typedPin()
      expect(await readBasicFour(transport, pin)).toEqual({ kind: 'refused', code })
      expect([...pin]).toEqual([0, 0, 0, 0])
    }
    const { transport, reader } = await layCard(image)
    expect(await readBasicFour(transport, bytesOf('31'))).toEqual({
      kind: 'refused',
      code: 'TZ-C03',
    })
    expect(transport.commands).toHaveLength(0)
    reader.remove()
    expect(await readBasicFour(transport, typedPin())).toEqual({ kind: 'refused', code: 'TZ-R08' })
  })

  it.each([0, 1, 2, 3, 4])('torn off at command %i never presents the PIN twice', async (at) => {
    for (const executed of [true, false]) {
      const { transport } = await layCard(image, { tear: { at, executed } })
      const pin = typedPin()
      const outcome = await readBasicFour(transport, pin)
      expect(outcome).toEqual(
        at === 2 ? { kind: 'unknown', code: 'TZ-C04' } : { kind: 'refused', code: 'TZ-C05' },
      )
      expect([...pin]).toEqual([0, 0, 0, 0])
      expect(transport.headers.filter((header) => header === '00200080').length).toBeLessThan(2)
    }
  })

  it('has no 個人番号 to read: its file does not exist in any application (R13)', () => {
    const { applications } = createContent(image, {
      kind: 'mynumber',
      triesLeft: 3,
      codeTriesLeft: null,
      withoutPin: false,
      withoutCertificate: false,
    })
    const text = applications.find(({ aid }) => aid.endsWith('0408'))
    expect([...(text?.files.keys() ?? [])]).toEqual([0x0002, 0x0011])
  })
})

describe('parseBasicFour', () => {
  const four = fc.record({
    name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
    address: fc.string({ unit: 'grapheme', maxLength: 120 }),
    birthdate: fc
      .date({ min: new Date('1900-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
    sex: fc.constantFrom('1' as const, '2' as const, '9' as const),
  })

  it('reads back whatever a card can hold, 𠮷 and 德 too', () => {
    const named = { ...image.basicFour, name: '𠮷田　德子' }
    expect(parseBasicFour(encodeBasicFour(named))).toEqual({ ok: true, value: named })
    fc.assert(
      fc.property(
        four.filter(
          ({ name, address }) => !/\uFFFD|[\uD800-\uDFFF](?![\uDC00-\uDFFF])/.test(name + address),
        ),
        (items) => {
          expect(parseBasicFour(encodeBasicFour(items))).toEqual({ ok: true, value: items })
        },
      ),
    )
  })

  it('answers a file with any byte changed, and any bytes, with items or TZ-C09', () => {
    const file = encodeBasicFour(image.basicFour)
    for (let index = 0; index < file.length; index += 1) {
      const changed = file.slice()
      changed[index] = (changed[index] ?? 0) ^ 0xff
      const result = parseBasicFour(changed)
      if (!result.ok) expect(result.code).toBe('TZ-C09')
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(parseBasicFour(bytes)).toEqual({ ok: false, code: 'TZ-C09' })
      }),
    )
  })

  it.each([
    ['a name that is not UTF-8', 'FF2018DF2202FFFEDF2300DF24083139383030323137DF250131'],
    ['a sex that is none', 'FF2017DF220141DF2300DF24083139383030323137DF250133'],
    ['no birthday', 'FF200BDF220141DF2300DF250131'],
  ])('refuses %s', (_, text) => {
    const bytes = bytesOf(text)
    bytes[2] = bytes.length - 3
    expect(parseBasicFour(bytes)).toEqual({ ok: false, code: 'TZ-C09' })
  })
})
