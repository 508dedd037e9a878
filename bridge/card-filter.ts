/**
 * Decides on every command before the card sees it, and follows which application and file are selected, so that a
 * command is judged by what it would touch. In doubt nothing is selected, and only a new SELECT leads on.
 */
import { APPLICATIONS, mayBeSelected, type ApplicationRules } from './card-rules'
import { parseShortCommand, type ShortCommand } from './short-command'

interface Selected {
  application: ApplicationRules | null
  file: number | null
}

/** A command that may go to the card, and what will be selected if the card answers it with success. */
interface Permit {
  then: Selected
  /** What is selected if the card answers with anything else. */
  otherwise: Selected
}

export interface CardFilter {
  /** The card was powered: nothing is selected. */
  reset(): void
  /** null: refused, the card must not see it. Otherwise call the function with the card's answer, or null if none came. */
  admit(command: Uint8Array): ((answer: Uint8Array | null) => void) | null
}

const NOTHING: Selected = { application: null, file: null }
const CLA_ISO = 0x00
const CLA_CARD = 0x80

/** DigestInfo up to the digest (RFC 8017 §9.2 note 1) for SHA-256, SHA-384 and SHA-512. */
const DIGEST_INFOS = [
  { prefix: '3031300D060960864801650304020105000420', length: 32 },
  { prefix: '3041300D060960864801650304020205000430', length: 48 },
  { prefix: '3051300D060960864801650304020305000440', length: 64 },
] as const

/** Bytes of SHA-256 for P-256 and of SHA-384 for P-384 (`CARD_KEY_RULES`). */
const BARE_DIGESTS: ReadonlySet<number> = new Set([32, 48])

export function createCardFilter(): CardFilter {
  let now: Selected = NOTHING
  /** The last answer was 61xx: its rest may be fetched. */
  let hasMore = false

  function judge(command: ShortCommand): Permit | null {
    const header = (command.cla << 8) | command.ins
    switch (header) {
      case (CLA_ISO << 8) | 0xa4:
        return command.p1 === 0x04 ? selectApplication(command) : selectFile(command, now)
      case (CLA_ISO << 8) | 0xb0:
        return readBinary(command, now)
      case (CLA_ISO << 8) | 0xb2:
        return readRecord(command, now)
      case (CLA_ISO << 8) | 0x20:
        return verify(command, now)
      case (CLA_CARD << 8) | 0x2a:
        return sign(command, now)
      case (CLA_ISO << 8) | 0xc0:
        return hasMore ? getResponse(command, now) : null
      default:
        return null
    }
  }

  return {
    reset() {
      now = NOTHING
      hasMore = false
    },
    admit(bytes) {
      const command = parseShortCommand(bytes)
      const permit = command && judge(command)
      if (!permit) return null
      // Until the answer is there, what is selected is unknown.
      now = NOTHING
      hasMore = false
      return (answer) => {
        if (!answer || answer.length < 2) return
        const [sw1 = 0, sw2 = 0] = answer.subarray(-2)
        hasMore = sw1 === 0x61
        now = isSuccess(sw1, sw2) ? permit.then : permit.otherwise
      }
    },
  }
}

/** 9000, more to fetch, or the end of the file before Le. */
function isSuccess(sw1: number, sw2: number): boolean {
  return sw1 === 0x61 || (sw1 === 0x90 && sw2 === 0x00) || (sw1 === 0x62 && sw2 === 0x82)
}

/** The whole AID only: a part of it may select another application. */
function selectApplication({ p2, data, expected }: ShortCommand): Permit | null {
  const aid = hex(data)
  const application = APPLICATIONS.find((candidate) => candidate.aid === aid)
  if (!application || p2 !== 0x0c || expected !== null) return null
  return { then: { application, file: null }, otherwise: NOTHING }
}

function selectFile({ p1, p2, data, expected }: ShortCommand, now: Selected): Permit | null {
  const [high, low] = data
  const isForm = p1 === 0x02 && p2 === 0x0c && data.length === 2 && expected === null
  if (!isForm || high === undefined || low === undefined || !now.application) return null
  const file = (high << 8) | low
  if (!mayBeSelected(now.application, file)) return null
  return {
    then: { application: now.application, file },
    otherwise: { application: now.application, file: null },
  }
}

function readBinary({ p1, data, expected }: ShortCommand, now: Selected): Permit | null {
  if (data.length > 0 || expected === null || !now.application) return null
  const file = (p1 & 0x80) === 0 ? now.file : shortFile(p1)
  if (file === null || !now.application.readable.has(file)) return null
  return on({ application: now.application, file }, now)
}

function readRecord({ p1, p2, data, expected }: ShortCommand, now: Selected): Permit | null {
  if (data.length > 0 || expected === null || !now.application) return null
  // Bits 1 to 3 say that P1 is a record number; the short identifier stands above them.
  const isFirst = p1 === 0x01 && (p2 & 0x07) === 0x04
  if (!isFirst || !now.application.records.has(p2 >> 3)) return null
  return on({ application: now.application, file: null }, now)
}

/** Without data it asks for the tries left. */
function verify({ p1, p2, data, expected }: ShortCommand, now: Selected): Permit | null {
  if (p1 !== 0x00 || expected !== null || !now.application) return null
  const file = fileOfReference(p2, now)
  const digits = file === null ? undefined : now.application.pins.get(file)
  if (digits === undefined) return null
  const isDigits = data.every((byte) => byte >= 0x30 && byte <= 0x39)
  if (data.length > 0 && (data.length !== digits || !isDigits)) return null
  return keep({ application: now.application, file })
}

/**
 * A digest and nothing else, so that no key decrypts or signs what a page makes up: with its name, or bare as a key on a
 * curve takes it. With an RSA key a page gains nothing by a bare one: any named digest is signed already.
 */
function sign({ p1, p2, data }: ShortCommand, now: Selected): Permit | null {
  const isNamed = isDigestInfo(data)
  if (p1 !== 0x00 || !now.application || !(isNamed || BARE_DIGESTS.has(data.length))) return null
  if (p2 === 0x00) return isNamed && now.application.signsItself ? keep(now) : null
  const file = fileOfReference(p2, now)
  if (file === null || !now.application.keys.has(file)) return null
  return keep({ application: now.application, file })
}

function getResponse({ p1, p2, data, expected }: ShortCommand, now: Selected): Permit | null {
  if (p1 !== 0 || p2 !== 0 || data.length > 0 || expected === null) return null
  return keep(now)
}

/** Success leaves this selected; after a failure of another file than the current one nobody knows. */
function on(then: Selected, now: Selected): Permit {
  const isSame = then.file === now.file
  return { then, otherwise: isSame ? now : { application: then.application, file: null } }
}

/** Whatever the card answers. */
function keep(selected: Selected): Permit {
  return { then: selected, otherwise: selected }
}

/** P2 of VERIFY and SIGN: 80 is the current file, 80 and a short identifier is that file; nothing else is a local one. */
function fileOfReference(p2: number, now: Selected): number | null {
  return p2 === 0x80 ? now.file : shortFile(p2)
}

/** A short file identifier is the file's, because all files of the card lie below 001F. null for a byte that is none. */
function shortFile(byte: number): number | null {
  const file = byte & 0x1f
  return (byte & 0xe0) === 0x80 && file !== 0 && file !== 0x1f ? file : null
}

function isDigestInfo(data: Uint8Array): boolean {
  const text = hex(data)
  return DIGEST_INFOS.some(
    ({ prefix, length }) => text.startsWith(prefix) && data.length === prefix.length / 2 + length,
  )
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()
}
