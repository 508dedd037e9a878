/** The dates that anyone who taps can read: no PIN, nothing presented (R20–R23). */
import { dayInJapan } from '../../../domain/days'
import { ok, type Result } from '../../../domain/outcome'
import { CardChannel, type CardOptions } from '../card-channel'
import type { Transport } from '../transport'
import { readCardCertificate, selectJpki } from './card-certificate'
import { readCommonRecord } from './common'

export interface CardDates {
  /** The card's last day, `YYYY-MM-DD` in Japan. */
  cardExpiry: string
  /** Municipality code, 5 digits. */
  municipality: string
  /** null unless asked for. */
  certificate: {
    /** DER; can be the `expectCertificate` of a later `prepareCard`. */
    bytes: Uint8Array
    firstDay: string
    lastDay: string
  } | null
}

export interface CardDatesOptions extends CardOptions {
  /** Also reads the certificate: 2 + ceil(N / 256) APDUs more. */
  certificate?: boolean
}

/** Powers the card on and reads its dates: 2 APDUs, 20 bytes to the card, 34 back (A8). Codes as of `prepareCard`. */
export async function readCardDates(
  transport: Transport,
  options: CardDatesOptions = {},
): Promise<Result<CardDates>> {
  const opened = await CardChannel.open(transport, options)
  if (!opened.ok) return opened
  const channel = opened.value
  channel.report('selecting', 0)
  const common = await readCommonRecord(channel)
  if (!common.ok) return common
  const certificate = options.certificate ? await readCertificateDates(channel) : ok(null)
  if (!certificate.ok) return certificate
  channel.report('reading', 1)
  return ok({ ...common.value, certificate: certificate.value })
}

async function readCertificateDates(
  channel: CardChannel,
): Promise<Result<CardDates['certificate']>> {
  const selected = await selectJpki(channel)
  if (!selected.ok) return selected
  const certificate = await readCardCertificate(channel, (done, total) =>
    channel.report('reading', 0.2 + (0.7 * done) / total),
  )
  if (!certificate.ok) return certificate
  const { bytes, facts } = certificate.value
  return ok({
    bytes,
    firstDay: dayInJapan(facts.notBefore),
    lastDay: dayInJapan(facts.notAfter),
  })
}
