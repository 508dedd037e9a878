/** The readers of this computer, by the system's own PC/SC. */
import { setTimeout as wait } from 'node:timers/promises'
import { splitNames } from './abi'
import { loadPcsc, type PcscFunctions } from './native'
import { PcscError, type PcscFault, type PcscReader, type ReaderSlot } from './reader'
import { E_NO_READERS, E_TIMEOUT, faultOf, SCARD_SUCCESS } from './status'

const SHARE_EXCLUSIVE = 1
const PROTOCOL_T0_OR_T1 = 3
const RESET_CARD = 1
const STATE_PRESENT = 0x20
const NAMES_LENGTH = 8192
const ATR_LENGTH = 36
const ANSWER_LENGTH = 258

/** Other programs look at a new card for a moment (Windows copies its certificates): wait for them, not for long. */
const SHARED_WAITS = 20
const SHARED_WAIT_MS = 100

export interface SystemReaderOptions {
  load?: () => Promise<PcscFunctions>
}

export function createSystemReader({ load = loadPcsc }: SystemReaderOptions = {}): PcscReader {
  let native: PcscFunctions | null = null
  let context: bigint | null = null
  let card: { handle: bigint; protocol: number } | null = null

  async function open(): Promise<{ pcsc: PcscFunctions; context: bigint }> {
    native ??= await load()
    if (context === null) {
      const handle = Buffer.alloc(native.handleSize)
      expectSuccess(await native.establishContext(native.abi.scope, null, null, handle))
      context = readHandle(handle)
    }
    return { pcsc: native, context }
  }

  /** A service that went takes context and card with it; the next call begins anew. */
  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof PcscError && error.fault === 'noService') {
        const stale = context
        context = null
        card = null
        // Its answer says nothing more: the service it belonged to is gone.
        if (stale !== null) await native?.releaseContext(stale)
      }
      throw error
    }
  }

  async function readNames(): Promise<string[]> {
    const { pcsc, context: handle } = await open()
    const names = Buffer.alloc(NAMES_LENGTH)
    const isWide = pcsc.abi.encoding === 'utf16le'
    const length = toDword(pcsc, isWide ? NAMES_LENGTH / 2 : NAMES_LENGTH)
    const code = await pcsc.listReaders(handle, null, names, length)
    if (code >>> 0 === E_NO_READERS) return []
    expectSuccess(code)
    const used = fromDword(length) * (isWide ? 2 : 1)
    return splitNames(names.subarray(0, used), pcsc.abi.encoding)
  }

  async function hasCard(name: string): Promise<boolean> {
    const { pcsc, context: handle } = await open()
    const state = {
      szReader: name,
      pvUserData: null,
      dwCurrentState: 0,
      dwEventState: 0,
      cbAtr: 0,
      rgbAtr: new Uint8Array(pcsc.abi.atrLength),
    }
    const code = await pcsc.getStatusChange(handle, 0, state, 1)
    // A reader that went between the two calls has no card; the list tells of it next time.
    if (code >>> 0 === E_TIMEOUT || faultOf(code) === 'noReader') return false
    expectSuccess(code)
    return (state.dwEventState & STATE_PRESENT) !== 0
  }

  async function connectOnce(name: string): Promise<number> {
    const { pcsc, context: opened } = await open()
    const handle = Buffer.alloc(pcsc.handleSize)
    const protocol = toDword(pcsc, 0)
    const code = await pcsc.connect(
      ...[opened, name, SHARE_EXCLUSIVE, PROTOCOL_T0_OR_T1, handle, protocol],
    )
    if (code === SCARD_SUCCESS) {
      card = { handle: readHandle(handle), protocol: fromDword(protocol) }
    }
    return code
  }

  async function readAtr(): Promise<Uint8Array> {
    const { pcsc } = await open()
    const atr = Buffer.alloc(ATR_LENGTH)
    const length = toDword(pcsc, ATR_LENGTH)
    const nameLength = toDword(pcsc, 0)
    const [state, protocol] = [toDword(pcsc, 0), toDword(pcsc, 0)]
    expectSuccess(
      await pcsc.status(connected().handle, null, nameLength, state, protocol, atr, length),
    )
    return new Uint8Array(atr.subarray(0, fromDword(length)))
  }

  function connected(): { handle: bigint; protocol: number } {
    if (!card) throw new PcscError('noCard')
    return card
  }

  async function disconnect(): Promise<void> {
    const ending = card
    card = null
    if (ending && native) expectSuccess(await native.disconnect(ending.handle, RESET_CARD))
  }

  return {
    slots: () =>
      guarded(async () => {
        const slots: ReaderSlot[] = []
        for (const name of await readNames()) slots.push({ name, hasCard: await hasCard(name) })
        return slots
      }),
    connect: (name) =>
      guarded(async () => {
        await quietly(disconnect)
        let code = await connectOnce(name)
        for (let times = 0; faultOf(code) === 'shared' && times < SHARED_WAITS; times += 1) {
          await wait(SHARED_WAIT_MS)
          code = await connectOnce(name)
        }
        // Nothing was under way: a card that went is no card.
        if (faultOf(code) === 'removed') throw new PcscError('noCard')
        expectSuccess(code)
        return readAtr()
      }),
    transmit: (command) =>
      guarded(async () => {
        const { pcsc } = await open()
        const { handle, protocol } = connected()
        const answer = Buffer.alloc(ANSWER_LENGTH)
        const length = toDword(pcsc, ANSWER_LENGTH)
        const request = Buffer.concat([toDword(pcsc, protocol), toDword(pcsc, 2 * pcsc.dwordSize)])
        const bytes = Buffer.from(command)
        try {
          const code = await pcsc.transmit(
            ...[handle, request, bytes, bytes.length, null, answer, length],
          )
          expectSuccess(code)
          const received = new Uint8Array(answer.subarray(0, fromDword(length)))
          // Some drivers say success and nothing else when the card was pulled.
          if (received.length < 2) throw new PcscError('removed')
          return received
        } finally {
          bytes.fill(0)
          answer.fill(0)
        }
      }),
    disconnect: () => guarded(disconnect),
    async close() {
      await quietly(disconnect)
      const closing = context
      context = null
      if (closing !== null) await native?.releaseContext(closing)
    },
  }
}

/** Before something new, or at the end: a card that went needs no goodbye. */
async function quietly(work: () => Promise<void>): Promise<PcscFault | null> {
  try {
    await work()
    return null
  } catch (error) {
    if (error instanceof PcscError) return error.fault
    throw error
  }
}

function expectSuccess(code: number): void {
  if (code === SCARD_SUCCESS) return
  throw new PcscError(faultOf(code), { cause: `0x${(code >>> 0).toString(16)}` })
}

function toDword({ dwordSize }: PcscFunctions, value: number): Buffer {
  const bytes = Buffer.alloc(dwordSize)
  bytes.writeUInt32LE(value)
  return bytes
}

function fromDword(bytes: Buffer): number {
  return bytes.readUInt32LE()
}

function readHandle(bytes: Buffer): bigint {
  return bytes.length === 8 ? bytes.readBigInt64LE() : BigInt(bytes.readInt32LE())
}
