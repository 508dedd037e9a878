/** Software of others and our own reader do the same to the card, and get the same from it. */
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CardImage } from '../../domain/card-image'
import { readCardDates } from '../../src/nfc/applications/card-dates'
import { prepareCard } from '../../src/nfc/applications/jpki'
import { CARD_PIN, issueTestCard, layCard, typedPin } from '../support/card-fixtures'
import { hex, recordTransport } from '../support/card-transport'
import { openCardSession, type CardSession } from '../support/pcsc/card-inserted'
import { describePcsc } from '../support/pcsc/describe-pcsc'
import { showing, type Show } from '../support/pcsc/opensc'

/** Octets that `opensc-tool --send-apdu` printed as a dump with a column of text beside it. */
function octetsIn(stdout: string): string {
  return [...stdout.matchAll(/^((?:[0-9A-F]{2} ){1,16})/gm)]
    .map(([, octets]) => (octets ?? '').replaceAll(' ', ''))
    .join('')
}

describePcsc('OpenSC and our own reader', () => {
  let image: CardImage
  let session: CardSession
  let $: Show

  beforeAll(async () => {
    image = await issueTestCard()
    session = await openCardSession(image)
    $ = showing(session)
  })

  afterAll(() => session.end())

  it('get the same signature over the same challenge', async () => {
    const digest = Uint8Array.from(createHash('sha256').update(randomBytes(32)).digest())
    writeFileSync(join(session.folder, 'digest.bin'), digest)
    await session.insert(['--log'])
    const how = ['--sign', '--key', '1', '--pin', CARD_PIN, '--sha-256', '--pkcs1', '--raw']
    await $('pkcs15-crypt', ...how, '--input', 'digest.bin', '--output', 'signature.bin')
    const log = (await session.remove())?.stdout ?? ''

    const { transport } = await layCard(image)
    const prepared = await prepareCard(transport)
    if (!prepared.ok) throw new Error(prepared.code)
    const outcome = await prepared.value.signWithPin(typedPin(), digest)
    if (outcome.kind !== 'signed') throw new Error(outcome.kind)
    expect(hex(outcome.signature)).toBe(hex(readFileSync(join(session.folder, 'signature.bin'))))

    // What both send from the PIN on: VERIFY, SELECT of the key, one command with a DigestInfo of 51 octets.
    const theirs = [...log.matchAll(/^([0-9A-F]{8})/gm)].map(([, header]) => header).slice(-3)
    expect(theirs).toEqual(transport.headers.slice(-3))
    expect(theirs).toEqual(['00200080', '00A4020C', '802A0080'])
    const digestInfo = `3031300D060960864801650304020105000420${hex(digest)}`
    expect(log).toContain(`802A008033${digestInfo}00 → ${hex(outcome.signature)} 9000`)
  })

  it('send the same commands and see the same last day of the card, without a PIN', async () => {
    const { transport } = await layCard(image)
    const sent: string[] = []
    const dates = await readCardDates(
      recordTransport({
        ...transport,
        transmit: (command) => {
          sent.push(hex(command))
          return transport.transmit(command)
        },
      }),
    )
    if (!dates.ok) throw new Error(dates.code)
    expect(dates.value.cardExpiry).toBe(image.cardExpiry)

    await session.insert()
    const printed = await $('opensc-tool', ...sent.flatMap((apdu) => ['--send-apdu', apdu]))
    const record = Buffer.from(octetsIn(printed.stdout), 'hex').toString('latin1')
    expect(record).toContain(`${image.municipality}${image.cardExpiry.replaceAll('-', '')}`)
  })
})
