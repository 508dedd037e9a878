import { createHash, verify, X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CardImage } from '../../../domain/card-image'
import { cardSigningInput } from '../../../domain/check'
import {
  prepareCard,
  type PreparedCard,
  type PrepareOptions,
} from '../../../src/nfc/applications/jpki'
import type { CardProgress } from '../../../src/nfc/card-channel'
import type { SoftwareCardKnobs } from '../../../src/nfc/emulator/software-card'
import {
  certificateBytes,
  issueTestCard,
  layCard,
  typedPin,
  type LaidCard,
} from '../../support/card-fixtures'
import { bytesOf, createScriptedTransport, hex } from '../../support/card-transport'

const INPUT = cardSigningInput(new Uint8Array(32).fill(1), new Uint8Array(32).fill(2))
const DIGEST = Uint8Array.from(createHash('sha256').update(INPUT).digest())
const VERIFY_HEADER = '00200080'

let image: CardImage
let certificate: Uint8Array

beforeAll(async () => {
  image = await issueTestCard()
  certificate = certificateBytes(image)
})

async function lay(knobs: SoftwareCardKnobs = {}, options: PrepareOptions = {}) {
  const laid = await layCard(image, knobs)
  const result = await prepareCard(laid.transport, options)
  return { ...laid, result }
}

async function prepared(
  knobs: SoftwareCardKnobs = {},
  options: PrepareOptions = {},
): Promise<LaidCard & { session: PreparedCard }> {
  const laid = await lay(knobs, options)
  if (!laid.result.ok) throw new Error(laid.result.code)
  return { ...laid, session: laid.result.value }
}

/** How often a PIN was presented: VERIFY with data, 9 bytes. */
function verifies({ transport }: LaidCard): number {
  return transport.commands.filter(({ header, sent }) => header === VERIFY_HEADER && sent > 4)
    .length
}

describe('a card check', () => {
  it('reads the certificate and the tries, then signs what the certificate verifies', async () => {
    const { session } = await prepared()
    expect(session.triesLeft).toBe(3)
    expect(session.certificate).toEqual(certificate)
    expect(session.certificateFacts.issuerOrganization).toBe('JPKI-EMU')
    expect(session.cardExpiry).toBeNull()
    const outcome = await session.signWithPin(typedPin(), DIGEST)
    if (outcome.kind !== 'signed') throw new Error(outcome.kind)
    expect(outcome.certificate).toEqual(certificate)
    const { publicKey } = new X509Certificate(outcome.certificate)
    expect(verify('sha256', INPUT, publicKey, outcome.signature)).toBe(true)
  })

  it('costs the minimum of commands and bytes, certificate unknown, plus the tries query', async () => {
    const { session, transport } = await prepared()
    await session.signWithPin(typedPin(), DIGEST)
    const chunks = Math.ceil(certificate.length / 256)
    expect(transport.commands).toHaveLength(6 + chunks + 1)
    expect(transport.bytesToCard).toBe(102 + 5 * chunks + 4)
    expect(transport.bytesBack).toBe(certificate.length + 2 * chunks + 268 + 2)
    expect(transport.headers).toEqual([
      '00A4040C',
      '00A4020C',
      ...Array.from({ length: chunks }, (_, chunk) => `00B0${hex(Uint8Array.of(chunk))}00`),
      '00A4020C',
      VERIFY_HEADER,
      VERIFY_HEADER,
      '00A4020C',
      '802A0080',
    ])
  })

  it('costs five commands, 95 bytes and 266 back, certificate known, plus the tries query', async () => {
    const { session, transport } = await prepared({}, { expectCertificate: certificate })
    const outcome = await session.signWithPin(typedPin(), DIGEST)
    expect(outcome).toMatchObject({ kind: 'signed', certificate })
    expect(transport.commands).toHaveLength(5 + 1)
    expect(transport.bytesToCard).toBe(95 + 4)
    expect(transport.bytesBack).toBe(266 + 2)
  })

  it('reads the expiry of the card first when asked, for two commands more', async () => {
    const { session, transport } = await prepared(
      {},
      { expectCertificate: certificate, readExpiry: true },
    )
    expect(session.cardExpiry).toBe(image.cardExpiry)
    expect(transport.headers.slice(0, 2)).toEqual(['00A4040C', '00B2010C'])
    expect(transport.commands).toHaveLength(3 + 2)
    expect(await session.signWithPin(typedPin(), DIGEST)).toMatchObject({ kind: 'signed' })
  })

  it('sends no second SELECT of an application between VERIFY and the signature', async () => {
    const { session, transport } = await prepared()
    transport.forget()
    await session.signWithPin(typedPin(), DIGEST)
    expect(transport.headers).toEqual([VERIFY_HEADER, '00A4020C', '802A0080'])
  })

  it('works on cards that answer with 61xx, 6Cxx or both', async () => {
    for (const knobs of [
      { getResponse: true },
      { exactLength: true },
      { getResponse: true, exactLength: true },
    ]) {
      const laid = await prepared(knobs, { readExpiry: true })
      expect(laid.session.cardExpiry).toBe(image.cardExpiry)
      expect(laid.session.certificate).toEqual(certificate)
      expect(await laid.session.signWithPin(typedPin(), DIGEST)).toMatchObject({ kind: 'signed' })
      expect(verifies(laid)).toBe(1)
    }
  })

  it('works on a slow card and on one that keeps its status', async () => {
    const slow = await prepared({ delay: () => new Promise((resolve) => setImmediate(resolve)) })
    expect(await slow.session.signWithPin(typedPin(), DIGEST)).toMatchObject({ kind: 'signed' })
    const keeping = await prepared({ keepStatusOnReselect: true })
    expect(await keeping.session.signWithPin(typedPin(), DIGEST)).toMatchObject({ kind: 'signed' })
  })

  it('works on an expired card: the card has no clock, the dates are for others to judge', async () => {
    const laid = await layCard(await issueTestCard({ state: 'dead' }))
    const result = await prepareCard(laid.transport)
    if (!result.ok) throw new Error(result.code)
    expect(result.value.certificateFacts.notAfter).toBeLessThan(Date.parse('2026-11-21'))
    expect(await result.value.signWithPin(typedPin(), DIGEST)).toMatchObject({ kind: 'signed' })
  })
})

describe('the PIN', () => {
  it('wrong: the tries left come back, a newly typed one may follow on the same contact', async () => {
    const laid = await prepared()
    const wrong = typedPin('0000')
    expect(await laid.session.signWithPin(wrong, DIGEST)).toEqual({
      kind: 'wrongPin',
      code: 'TZ-C01',
      triesLeft: 2,
    })
    expect([...wrong]).toEqual([0, 0, 0, 0])
    expect(laid.session.triesLeft).toBe(2)
    expect(await laid.session.signWithPin(typedPin(), DIGEST)).toMatchObject({ kind: 'signed' })
    expect(verifies(laid)).toBe(2)
    expect(laid.card.triesLeft).toBe(3)
  })

  it('typed once is presented once: the wiped bytes cannot be presented again', async () => {
    const laid = await prepared()
    const pin = typedPin('0000')
    await laid.session.signWithPin(pin, DIGEST)
    expect(await laid.session.signWithPin(pin, DIGEST)).toEqual({ kind: 'refused', code: 'TZ-C03' })
    expect(verifies(laid)).toBe(1)
    expect(laid.card.triesLeft).toBe(2)
  })

  it('is not presented at the last try unless the patient confirmed it (R10)', async () => {
    const laid = await prepared({ triesLeft: 1 })
    const pin = typedPin()
    expect(await laid.session.signWithPin(pin, DIGEST)).toEqual({ kind: 'refused', code: 'TZ-C13' })
    expect([...pin]).toEqual([0, 0, 0, 0])
    expect(verifies(laid)).toBe(0)
    expect(
      await laid.session.signWithPin(typedPin(), DIGEST, { lastTryConfirmed: true }),
    ).toMatchObject({ kind: 'signed' })
    expect(laid.card.triesLeft).toBe(3)
  })

  it('wrong at the last try is locked, and the session is over', async () => {
    const laid = await prepared({ triesLeft: 1 })
    expect(
      await laid.session.signWithPin(typedPin('0000'), DIGEST, { lastTryConfirmed: true }),
    ).toEqual({ kind: 'refused', code: 'TZ-C02' })
    expect(await laid.session.signWithPin(typedPin(), DIGEST)).toMatchObject({ kind: 'refused' })
    expect(verifies(laid)).toBe(1)
    expect(await prepareCard(laid.transport)).toEqual({ ok: false, code: 'TZ-C02' })
  })

  it.each([
    { blockedQueryStatus: 0x63c0 },
    { blockedQueryStatus: 0x6983 },
    { blockedQueryStatus: 0x6984 },
  ] as const)('locked before is said before anyone types: %o', async (knobs) => {
    const laid = await lay({ triesLeft: 0, ...knobs })
    expect(laid.result).toEqual({ ok: false, code: 'TZ-C02' })
    expect(verifies(laid)).toBe(0)
  })

  it.each([0x6983, 0x6984] as const)('locked meanwhile by someone else: %i', async (status) => {
    const laid = await prepared({ blockedStatus: status })
    const { card } = laid
    for (let turn = 0; turn < 3; turn += 1) await card.respond(bytesOf('002000800430303030'))
    expect(await laid.session.signWithPin(typedPin(), DIGEST)).toEqual({
      kind: 'refused',
      code: 'TZ-C02',
    })
  })

  it('is wiped when the digest is not one, before anything is sent', async () => {
    const laid = await prepared()
    const pin = typedPin()
    await expect(laid.session.signWithPin(pin, new Uint8Array(31))).rejects.toBeInstanceOf(
      RangeError,
    )
    expect([...pin]).toEqual([0, 0, 0, 0])
    expect(verifies(laid)).toBe(0)
  })

  it('of two calls at once is presented once', async () => {
    const laid = await prepared()
    const pins = [typedPin(), typedPin()]
    const outcomes = await Promise.all(pins.map((pin) => laid.session.signWithPin(pin, DIGEST)))
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['refused', 'signed'])
    expect(verifies(laid)).toBe(1)
    for (const pin of pins) expect([...pin]).toEqual([0, 0, 0, 0])
  })

  it('is presented in no session that has signed, and in none that a newer one replaced', async () => {
    const laid = await prepared()
    await laid.session.signWithPin(typedPin(), DIGEST)
    expect(await laid.session.signWithPin(typedPin(), DIGEST)).toMatchObject({ kind: 'refused' })
    const older = await prepareCard(laid.transport)
    const newer = await prepareCard(laid.transport)
    if (!older.ok || !newer.ok) throw new Error('not prepared')
    expect(await older.value.signWithPin(typedPin(), DIGEST)).toEqual({
      kind: 'refused',
      code: 'TZ-C14',
    })
    expect(await newer.value.signWithPin(typedPin(), DIGEST)).toMatchObject({ kind: 'signed' })
    expect(verifies(laid)).toBe(2)
  })

  it('is not sent when the card was taken off while it was typed, even if one lies there again', async () => {
    const laid = await prepared()
    laid.reader.remove()
    laid.reader.insert()
    const pin = typedPin()
    expect(await laid.session.signWithPin(pin, DIGEST)).toEqual({ kind: 'refused', code: 'TZ-C05' })
    expect([...pin]).toEqual([0, 0, 0, 0])
    expect(verifies(laid)).toBe(0)
    expect(await laid.session.signWithPin(typedPin(), DIGEST)).toMatchObject({ kind: 'refused' })
    const again = await prepareCard(laid.transport)
    expect(again.ok && (await again.value.signWithPin(typedPin(), DIGEST)).kind).toBe('signed')
  })

  it('is of unknown outcome when only the VERIFY itself finds the card gone', async () => {
    const laid = await layCard(image)
    const silent = { ...laid.transport, on: () => () => undefined }
    const result = await prepareCard(silent)
    if (!result.ok) throw new Error(result.code)
    laid.reader.remove()
    expect(await result.value.signWithPin(typedPin(), DIGEST)).toEqual({
      kind: 'unknown',
      code: 'TZ-C04',
    })
    expect(laid.card.triesLeft).toBe(3)
  })
})

describe('what is not a card to sign with', () => {
  it('no card: in the words of the reader', async () => {
    const laid = await layCard(image)
    laid.reader.remove()
    expect(await prepareCard(laid.transport)).toEqual({ ok: false, code: 'TZ-R08' })
  })

  it('another card: TZ-C06, after one command', async () => {
    const laid = await lay({ kind: 'other' })
    expect(laid.result).toEqual({ ok: false, code: 'TZ-C06' })
    expect(laid.transport.commands).toHaveLength(1)
    expect((await lay({ kind: 'other' }, { readExpiry: true })).result).toEqual({
      ok: false,
      code: 'TZ-C06',
    })
  })

  it('住基カード: TZ-C07, by its token, with the certificate known or not', async () => {
    expect((await lay({ kind: 'juki' })).result).toEqual({ ok: false, code: 'TZ-C07' })
    expect((await lay({ kind: 'juki' }, { expectCertificate: certificate })).result).toEqual({
      ok: false,
      code: 'TZ-C07',
    })
  })

  it('顔認証 card: TZ-C08', async () => {
    expect((await lay({ withoutPin: true })).result).toEqual({ ok: false, code: 'TZ-C08' })
  })

  it('no certificate: TZ-C12', async () => {
    expect((await lay({ withoutCertificate: true })).result).toEqual({ ok: false, code: 'TZ-C12' })
  })

  it('a certificate that is none: TZ-C11, on the card or given', async () => {
    const broken = { ...image, certificate: Buffer.alloc(900, 0x30).toString('base64url') }
    const laid = await layCard(broken)
    expect(await prepareCard(laid.transport)).toEqual({ ok: false, code: 'TZ-C11' })
    expect((await lay({}, { expectCertificate: bytesOf('3003020105') })).result).toEqual({
      ok: false,
      code: 'TZ-C11',
    })
  })

  it('an unknown status anywhere: TZ-C09, after at most one VERIFY', async () => {
    const { card } = await layCard(image)
    const { length } = (await prepared()).transport.commands
    for (let strange = 1; strange < length + 3; strange += 1) {
      card.reset()
      const transport = createScriptedTransport(async (command, index) =>
        index === strange ? bytesOf('6F00') : card.respond(command),
      )
      const result = await prepareCard(transport)
      if (!result.ok) {
        expect(result.code).toBe('TZ-C09')
        continue
      }
      expect(await result.value.signWithPin(typedPin(), DIGEST)).toEqual({
        kind: 'refused',
        code: 'TZ-C09',
      })
    }
  })

  it('a signature of another length: TZ-C09', async () => {
    const { card } = await layCard(image)
    const transport = createScriptedTransport((command) =>
      command[0] === 0x80 ? bytesOf('AABB9000') : card.respond(command),
    )
    const result = await prepareCard(transport)
    if (!result.ok) throw new Error(result.code)
    expect(await result.value.signWithPin(typedPin(), DIGEST)).toEqual({
      kind: 'refused',
      code: 'TZ-C09',
    })
  })
})

describe('progress and stopping', () => {
  it('tells the steps in order, from 0 to 1, never backwards', async () => {
    const before: CardProgress[] = []
    const after: CardProgress[] = []
    const { session } = await prepared({}, { onProgress: (progress) => before.push(progress) })
    await session.signWithPin(typedPin(), DIGEST, {
      onProgress: (progress) => after.push(progress),
    })
    for (const [told, steps] of [
      [before, ['selecting', 'reading']],
      [after, ['verifying', 'signing']],
    ] as const) {
      const fractions = told.map(({ fraction }) => fraction)
      expect(fractions).toEqual([...fractions].sort((left, right) => left - right))
      expect(fractions[0]).toBe(0)
      expect(fractions.at(-1)).toBe(1)
      expect([...new Set(told.map(({ step }) => step))]).toEqual(steps)
    }
    expect(before.length).toBeGreaterThan(4)
  })

  it('stops before the next command: TZ-C14', async () => {
    const controller = new AbortController()
    const laid = await lay(
      {},
      {
        signal: controller.signal,
        onProgress: ({ fraction }) => {
          if (fraction > 0.2) controller.abort()
        },
      },
    )
    expect(laid.result).toEqual({ ok: false, code: 'TZ-C14' })
    expect(laid.transport.commands).toHaveLength(3)
  })

  it('stops before VERIFY with the PIN wiped and no try used', async () => {
    const laid = await prepared()
    const pin = typedPin()
    expect(await laid.session.signWithPin(pin, DIGEST, { signal: AbortSignal.abort() })).toEqual({
      kind: 'refused',
      code: 'TZ-C14',
    })
    expect([...pin]).toEqual([0, 0, 0, 0])
    expect(verifies(laid)).toBe(0)
  })

  it('tells a wrong PIN even if it was stopped during VERIFY', async () => {
    const controller = new AbortController()
    let typed = false
    const laid = await prepared({
      delay: () => {
        if (typed) controller.abort()
        return Promise.resolve()
      },
    })
    typed = true
    expect(
      await laid.session.signWithPin(typedPin('0000'), DIGEST, { signal: controller.signal }),
    ).toEqual({ kind: 'wrongPin', code: 'TZ-C01', triesLeft: 2 })
    expect(controller.signal.aborted).toBe(true)
    expect(laid.session.triesLeft).toBe(2)
  })

  it('stops between VERIFY and the signature, and the session is over', async () => {
    const controller = new AbortController()
    const laid = await prepared()
    const outcome = await laid.session.signWithPin(typedPin(), DIGEST, {
      signal: controller.signal,
      onProgress: ({ step }) => {
        if (step === 'signing') controller.abort()
      },
    })
    expect(outcome).toEqual({ kind: 'refused', code: 'TZ-C14' })
    expect(laid.transport.headers.at(-1)).toBe(VERIFY_HEADER)
    expect(await laid.session.signWithPin(typedPin(), DIGEST)).toMatchObject({ kind: 'refused' })
    expect(verifies(laid)).toBe(1)
  })
})
