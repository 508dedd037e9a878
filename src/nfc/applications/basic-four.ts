/** 基本4情報 of 券面事項入力補助: five APDUs, 43 bytes to the card (A8). The 個人番号 beside it is never read (R13). */
import { failed, ok, type Result } from '../../../domain/outcome'
import { buildSelectApplication, buildSelectFile, STATUS } from '../apdu'
import { CardChannel, expectOk, type CardOptions } from '../card-channel'
import { FILE_LIMIT, readFile } from '../card-files'
import { isPin, presentPin, queryTries, refused, type PinRefusal } from '../card-pin'
import { findTlv, readTlvs, tlvTotalLength } from '../tlv'
import type { Transport } from '../transport'
import { TEXT_APPLICATION, TEXT_FILE } from './identifiers'

export interface BasicFour {
  /** 氏名, as on the card: family and given name apart by U+3000. */
  name: string
  address: string
  /** `YYYY-MM-DD`, Western; the card may hold a day that no calendar has for an unknown birthday. */
  birthdate: string
  /** 1 男, 2 女, 9 not applicable. */
  sex: '1' | '2' | '9'
}

export interface BasicFourOptions extends CardOptions {
  /** Reads the counter first (one APDU more) and refuses a last try that was not confirmed (R10): `TZ-C13`. */
  queryTries?: boolean
  lastTryConfirmed?: boolean
}

export type BasicFourOutcome = { kind: 'read'; basicFour: BasicFour } | PinRefusal

const TAG = { file: 0xff20, name: 0xdf22, address: 0xdf23, birthdate: 0xdf24, sex: 0xdf25 } as const

/**
 * Powers the card on, presents the 券面事項入力補助用 PIN once and reads the four items.
 * `pin` is zeroed when this settles, whatever happens. Codes as of `prepareCard`.
 */
export async function readBasicFour(
  transport: Transport,
  pin: Uint8Array,
  options: BasicFourOptions = {},
): Promise<BasicFourOutcome> {
  try {
    if (!isPin(pin)) return refused('TZ-C03')
    const opened = await CardChannel.open(transport, options)
    if (!opened.ok) return refused(opened.code)
    const channel = opened.value
    const ready = await selectPin(channel, options)
    if (!ready.ok) return refused(ready.code)
    channel.report('verifying', 0.4)
    const verified = await presentPin(channel, pin)
    if (verified.kind !== 'verified') return verified
    channel.report('reading', 0.6)
    const items = await readItems(channel)
    if (!items.ok) return refused(items.code)
    channel.report('reading', 1)
    return { kind: 'read', basicFour: items.value }
  } finally {
    pin.fill(0)
  }
}

async function selectPin(channel: CardChannel, options: BasicFourOptions): Promise<Result<null>> {
  channel.report('selecting', 0)
  const application = expectOk(
    await channel.send(buildSelectApplication(TEXT_APPLICATION)),
    () => 'TZ-C06',
  )
  if (!application.ok) return application
  const file = expectOk(await channel.send(buildSelectFile(TEXT_FILE.pin)), (status) =>
    status === STATUS.fileNotFound ? 'TZ-C08' : 'TZ-C09',
  )
  if (!file.ok) return file
  if (!options.queryTries) return ok(null)
  const tries = await queryTries(channel)
  if (!tries.ok) return tries
  return tries.value === 1 && !options.lastTryConfirmed ? failed('TZ-C13') : ok(null)
}

async function readItems(channel: CardChannel): Promise<Result<BasicFour>> {
  const selected = expectOk(await channel.send(buildSelectFile(TEXT_FILE.basicFour)))
  if (!selected.ok) return selected
  const file = await readFile(channel, {
    maxLength: FILE_LIMIT.basicFour,
    totalLength: tlvTotalLength,
    codeFor: () => 'TZ-C09',
    malformed: 'TZ-C09',
  })
  return file.ok ? parseBasicFour(file.value) : file
}

/** Reads `FF20 { DF21 … DF25 }`. `TZ-C09` for anything else; never throws on any bytes. */
export function parseBasicFour(bytes: Uint8Array): Result<BasicFour> {
  const items = readTlvs(findTlv(readTlvs(bytes) ?? [], TAG.file) ?? new Uint8Array())
  if (!items) return failed('TZ-C09')
  const [name, address, birthdate, sex] = [TAG.name, TAG.address, TAG.birthdate, TAG.sex].map(
    (tag) => readText(findTlv(items, tag)),
  )
  const date = /^(\d{4})(\d{2})(\d{2})$/.exec(birthdate ?? '')
  if (name == null || address == null || !date || !isSex(sex)) return failed('TZ-C09')
  return ok({ name, address, birthdate: date.slice(1).join('-'), sex })
}

function isSex(text: string | null | undefined): text is BasicFour['sex'] {
  return text === '1' || text === '2' || text === '9'
}

function readText(bytes: Uint8Array | null): string | null {
  if (!bytes) return null
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  // U+FFFD is what the decoder writes for bytes that are not UTF-8; no name or address has it.
  return text.includes('\uFFFD') ? null : text
}
