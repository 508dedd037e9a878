/** What the software card executes, command by command; no knowledge of contact, delay or logging. */
import { STATUS } from '../apdu'
import type { CommandApdu } from './command'
import { toHex, type CardApplication, type ElementaryFile, type PinFile } from './files'
import type { RawSigner } from './rsa'

export interface Answer {
  data: Uint8Array
  status: number
}

export interface StateKnobs {
  /** What VERIFY with data answers once the PIN is locked (cards differ). */
  blockedStatus: 0x6983 | 0x6984
  /** What VERIFY without data answers then. */
  blockedQueryStatus: 0x63c0 | 0x6983 | 0x6984
  /** Whether SELECT of the same application again keeps a verified PIN (sources disagree). */
  keepStatusOnReselect: boolean
}

const SHORT_ID = 0x1f

export class CardState {
  #application: CardApplication | null = null
  #currentFile: number | null = null
  readonly #verified = new Set<number>()

  constructor(
    private readonly applications: readonly CardApplication[],
    private readonly knobs: StateKnobs,
  ) {}

  /** Power gone: nothing is selected and no PIN is verified; counters stay. */
  reset(): void {
    this.#application = null
    this.#currentFile = null
    this.#verified.clear()
  }

  execute(command: CommandApdu): Answer {
    if (command.cla === 0x80)
      return command.ins === 0x2a ? this.#sign(command) : UNKNOWN_INSTRUCTION
    if (command.cla !== 0x00) return answer(STATUS.unknownClass)
    switch (command.ins) {
      case 0xa4:
        return this.#select(command)
      case 0xb0:
        return this.#readBinary(command)
      case 0xb2:
        return this.#readRecord(command)
      case 0x20:
        return this.#verify(command)
      default:
        return UNKNOWN_INSTRUCTION
    }
  }

  #select({ p1, p2, data }: CommandApdu): Answer {
    if (p2 !== 0x0c) return answer(STATUS.wrongParameters)
    if (p1 === 0x04) return this.#selectApplication(toHex(data))
    if (p1 !== 0x02) return answer(STATUS.wrongParameters)
    if (data.length !== 2) return answer(STATUS.wrongLength)
    const fileId = Number.parseInt(toHex(data), 16)
    if (!this.#application?.files.has(fileId)) return answer(STATUS.fileNotFound)
    this.#currentFile = fileId
    return answer(STATUS.ok)
  }

  #selectApplication(aid: string): Answer {
    const found = this.applications.find((application) => application.aid === aid)
    if (!found) return answer(STATUS.fileNotFound)
    if (found !== this.#application || !this.knobs.keepStatusOnReselect) this.#verified.clear()
    this.#application = found
    this.#currentFile = null
    return answer(STATUS.ok)
  }

  #readBinary({ p1, p2, data, le }: CommandApdu): Answer {
    if (data.length > 0 || le === null) return answer(STATUS.wrongLength)
    const short = (p1 & 0x80) !== 0
    if (short && p1 & 0x60) return answer(STATUS.wrongParameters)
    const found = short ? this.#fileByShortId(p1 & SHORT_ID) : this.#current()
    if (!found.file) return answer(found.status)
    if (found.file.kind !== 'data') return answer(STATUS.incompatibleFile)
    if (!this.#opened(found.file.guard)) return answer(STATUS.securityNotSatisfied)
    const offset = short ? p2 : (p1 << 8) | p2
    const { content } = found.file
    if (offset >= content.length) return answer(STATUS.offsetOutside)
    return { data: content.slice(offset, offset + le), status: STATUS.ok }
  }

  #readRecord({ p1, p2, data, le }: CommandApdu): Answer {
    if (data.length > 0 || le === null) return answer(STATUS.wrongLength)
    if ((p2 & 0x07) !== 0x04) return answer(STATUS.wrongParameters)
    const shortId = p2 >> 3
    const found = shortId === 0 ? this.#current() : this.#fileByShortId(shortId)
    if (!found.file) return answer(found.status)
    if (found.file.kind !== 'records') return answer(STATUS.incompatibleFile)
    const record = found.file.records[p1 - 1]
    if (!record) return answer(STATUS.recordNotFound)
    return { data: record.slice(0, le), status: STATUS.ok }
  }

  #verify({ p1, p2, data }: CommandApdu): Answer {
    if (p1 !== 0x00) return answer(STATUS.wrongParameters)
    const found = this.#referenced(p2)
    if (!found.file) return answer(found.status)
    if (found.file.kind !== 'pin') return answer(STATUS.incompatibleFile)
    const { file, id } = found
    if (data.length === 0) {
      const locked = file.triesLeft === 0
      return answer(locked ? this.knobs.blockedQueryStatus : 0x63c0 | file.triesLeft)
    }
    if (file.triesLeft === 0) return answer(this.knobs.blockedStatus)
    return this.#compare(file, id, data)
  }

  #compare(file: PinFile, id: number, presented: Uint8Array): Answer {
    if (file.secret && toHex(file.secret) === toHex(presented)) {
      file.triesLeft = file.limit
      this.#verified.add(id)
      return answer(STATUS.ok)
    }
    file.triesLeft -= 1
    this.#verified.delete(id)
    return answer(0x63c0 | file.triesLeft)
  }

  #sign({ p1, p2, data, le }: CommandApdu): Answer {
    if (p1 !== 0x00) return answer(STATUS.wrongParameters)
    const ownKey = p2 === 0x00 ? this.#application?.ownKey : undefined
    if (ownKey) return signWith(ownKey, data, le)
    const found = this.#referenced(p2)
    if (!found.file) return answer(found.status)
    if (found.file.kind !== 'key') return answer(STATUS.incompatibleFile)
    if (!this.#opened(found.file.guard)) return answer(STATUS.securityNotSatisfied)
    return signWith(found.file.sign, data, le)
  }

  /** P2 of VERIFY and SIGN: 80 is the current file, 80 | short id another one. */
  #referenced(p2: number): FoundFile {
    if ((p2 & 0xe0) !== 0x80) return { file: null, status: STATUS.wrongParameters }
    const shortId = p2 & SHORT_ID
    return shortId === 0 ? this.#current() : this.#fileByShortId(shortId)
  }

  #current(): FoundFile {
    const file = this.#currentFile === null ? null : this.#application?.files.get(this.#currentFile)
    if (!file || this.#currentFile === null) return { file: null, status: STATUS.noCurrentFile }
    return { file, id: this.#currentFile }
  }

  /** The short identifier is the low five bits of the file id; using it makes the file the current one. */
  #fileByShortId(shortId: number): FoundFile {
    for (const [id, file] of this.#application?.files ?? []) {
      if ((id & SHORT_ID) !== shortId) continue
      this.#currentFile = id
      return { file, id }
    }
    return { file: null, status: STATUS.fileNotFound }
  }

  #opened(guard: number | null): boolean {
    return guard === null || this.#verified.has(guard)
  }
}

type FoundFile = { file: ElementaryFile; id: number } | { file: null; status: number }

const UNKNOWN_INSTRUCTION = answer(STATUS.unknownInstruction)

function signWith(sign: RawSigner, data: Uint8Array, le: number | null): Answer {
  if (data.length === 0 || le === null) return answer(STATUS.wrongLength)
  if (data.length > 245) return answer(STATUS.wrongData)
  const signature = sign(data)
  return le < signature.length ? answer(0x6c00) : { data: signature, status: STATUS.ok }
}

function answer(status: number): Answer {
  return { data: new Uint8Array(), status }
}
