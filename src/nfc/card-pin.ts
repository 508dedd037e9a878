/** The PIN (暗証番号): four digits, presented once, wiped (R10, R14). */
import type { ErrorCode } from '../../domain/errors'
import { failed, ok, type Result } from '../../domain/outcome'
import { buildTriesQuery, buildVerify, isLockedStatus, STATUS, triesFromStatus } from './apdu'
import type { CardChannel } from './card-channel'

export type PinRefusal =
  | { kind: 'wrongPin'; code: 'TZ-C01'; triesLeft: number }
  /** Contact was lost inside VERIFY: whether a try was counted is unknown until the counter is read again. */
  | { kind: 'unknown'; code: 'TZ-C04' }
  | { kind: 'refused'; code: ErrorCode }

export function refused(code: ErrorCode): { kind: 'refused'; code: ErrorCode } {
  return { kind: 'refused', code }
}

/**
 * The bytes of a typed PIN, full-width digits allowed (NFKC); `TZ-C03` if it is not four digits.
 * The bytes can be wiped, the text cannot: collect digits in the shortest-lived place there is.
 */
export function parsePin(text: string): Result<Uint8Array> {
  const digits = text.normalize('NFKC')
  if (!/^[0-9]{4}$/.test(digits)) return failed('TZ-C03')
  return ok(Uint8Array.from(digits, (digit) => digit.charCodeAt(0)))
}

/** Four ASCII digits; a wiped PIN is not, so it can never be presented again. */
export function isPin(pin: Uint8Array): boolean {
  return pin.length === 4 && pin.every((byte) => byte >= 0x30 && byte <= 0x39)
}

/** Reads the tries left of the current PIN file; costs no try. `TZ-C02` if it is locked. */
export async function queryTries(channel: CardChannel): Promise<Result<number>> {
  const sent = await channel.sendOnce(buildTriesQuery())
  if (sent.kind !== 'answer') return failed(sent.code)
  const { status } = sent.answer
  if (isLockedStatus(status)) return failed('TZ-C02')
  const tries = triesFromStatus(status)
  if (tries !== null) return ok(tries)
  return failed(status === STATUS.referenceDataNotFound ? 'TZ-C08' : 'TZ-C09')
}

/** Presents the PIN to the current PIN file with exactly one VERIFY and wipes it, whatever happens. */
export async function presentPin(
  channel: CardChannel,
  pin: Uint8Array,
): Promise<{ kind: 'verified' } | PinRefusal> {
  if (!isPin(pin)) {
    pin.fill(0)
    return refused('TZ-C03')
  }
  const command = buildVerify(pin)
  try {
    const sent = await channel.sendOnce(command)
    switch (sent.kind) {
      case 'answer':
        return judgeVerify(sent.answer.status)
      case 'unsent':
        return refused(sent.code)
      case 'lost':
        return { kind: 'unknown', code: 'TZ-C04' }
    }
  } finally {
    command.fill(0)
    pin.fill(0)
  }
}

function judgeVerify(status: number): { kind: 'verified' } | PinRefusal {
  if (status === STATUS.ok) return { kind: 'verified' }
  if (isLockedStatus(status)) return refused('TZ-C02')
  const triesLeft = triesFromStatus(status)
  if (triesLeft !== null) return { kind: 'wrongPin', code: 'TZ-C01', triesLeft }
  return refused(status === STATUS.referenceDataNotFound ? 'TZ-C08' : 'TZ-C09')
}
