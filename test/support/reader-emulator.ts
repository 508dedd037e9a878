/**
 * An ACR1255U-J1 in software, the peer of the driver byte for byte: frames, chunks, authentication,
 * encryption, notices and card power. It has its own frame and block code, so that a mistake of the
 * driver is not repeated here. Runs in Node and in a browser.
 */
import { createBlockCipher, importAesKey, type BlockCipher } from '../../src/nfc/acr1255/cipher'
import { answerBlock, frameOf, padWithFf, readCommand, type CommandBlock } from './reader-codec'
import type { ReaderFault } from './reader-faults'
import type { EmulatedCard, ReaderEmulator, ReaderPipe, ReaderSettings } from './reader-types'
import { createReaderWire } from './reader-wire'

export type { EmulatedCard, LinkedReader, ReaderEmulator, ReaderSettings } from './reader-types'

export const ACR1255_PIPE: ReaderPipe = {
  service: '3c4afff0-4783-3de5-a983-d348718ef133',
  write: '3c4afff1-4783-3de5-a983-d348718ef133',
  notify: '3c4afff2-4783-3de5-a983-d348718ef133',
}

const AUTHENTICATE = 0x45
const PROVE = 0x46
const AUTO_POLL = 0x40
const UNAUTHORIZED = 0x04
const COMMAND_ERROR = 0x03
const CHECKSUM_ERROR = 0x01

export function createReaderEmulator({
  name = 'ACR1255U-J1-001234',
  masterKey = new TextEncoder().encode('ACR1255U-J1 Auth'),
  battery = 80,
  pause = () => Promise.resolve(),
  noticeByte = 'manual',
  random = (bytes) => crypto.getRandomValues(bytes),
}: ReaderSettings = {}): ReaderEmulator {
  const log: { type: number; header: number[] }[] = []
  const faults: { fault: ReaderFault; on: number | undefined }[] = []
  let card: EmulatedCard | null = null
  let isPowered = false
  let isPolling = false
  let session: BlockCipher | null = null
  let readerRandom: Uint8Array<ArrayBuffer> | null = null
  let master: Promise<BlockCipher> | null = null

  const wire = createReaderWire({
    async onFrame(body) {
      if (body) await handleFrame(body)
      else sendError(CHECKSUM_ERROR)
    },
    onGone() {
      isPolling = false
      forgetSession()
    },
  })

  function masterCipher(): Promise<BlockCipher> {
    master ??= importAesKey(masterKey).then((key) => createBlockCipher(key))
    return master
  }

  function forgetSession(): void {
    session = null
    readerRandom = null
    powerOff()
  }

  function restart(keepLink: boolean): void {
    if (keepLink) {
      wire.forget()
      forgetSession()
    } else {
      wire.drop()
    }
  }

  function powerOff(): void {
    if (isPowered) card?.reset()
    isPowered = false
  }

  async function sendBlock(block: Uint8Array): Promise<void> {
    wire.send(frameOf(session ? await session.encrypt(padWithFf(block)) : block))
  }

  function sendNotice(): Promise<void> {
    const isPresent = card !== null
    return sendBlock(answerBlock(0x50, (noticeByte === 'manual') === isPresent ? 0x02 : 0x03))
  }

  /** Errors travel in the clear, even in a secured session. */
  function sendError(code: number): void {
    wire.send(frameOf(answerBlock(0x51, code)))
  }

  function takeFault(type: number): ReaderFault | undefined {
    const index = faults.findIndex(({ on }) => on === undefined || on === type)
    return index < 0 ? undefined : faults.splice(index, 1)[0]?.fault
  }

  async function answer(command: CommandBlock, block: Uint8Array): Promise<void> {
    await emulator.pause(command)
    const fault = takeFault(command.type)
    switch (fault?.kind) {
      case 'silent':
        break
      case 'restart':
        restart(fault.keepLink)
        break
      case 'hardware error':
        sendError(fault.code)
        break
      case 'in the clear':
        wire.send(frameOf(block))
        break
      case 'noticed':
        await sendNotice()
        await sendBlock(block)
        break
      case 'other type':
        await sendBlock(answerBlock(fault.type, 0))
        break
      case 'inner':
        await sendBlock(fault.change(block))
        break
      case 'outer':
        wire.send(fault.change(frameOf(session ? await session.encrypt(padWithFf(block)) : block)))
        break
      case undefined:
        await sendBlock(block)
    }
  }

  async function handleFrame(body: Uint8Array): Promise<void> {
    // A request to authenticate comes in the clear, even while an older session lives.
    const isSecret = session !== null && body.length % 16 === 0
    const plain = session && isSecret ? await session.decrypt(new Uint8Array(body)) : body
    const command = readCommand(plain)
    if (!command) {
      sendError(isSecret ? CHECKSUM_ERROR : UNAUTHORIZED)
      return
    }
    const header = command.type === 0x6f ? [...command.data.subarray(0, 4)] : []
    log.push({ type: command.type, header })
    if (command.type === 0x6b) await handleEscape(command, isSecret)
    else if (isSecret) await handleCard(command)
    else sendError(UNAUTHORIZED)
  }

  async function handleEscape(command: CommandBlock, isSecret: boolean): Promise<void> {
    const [, , , purpose, value] = command.data
    if (purpose === AUTHENTICATE) {
      await startAuthentication(command)
    } else if (purpose === PROVE) {
      await finishAuthentication(command)
    } else if (isSecret && purpose === AUTO_POLL) {
      isPolling = value === 1
      await answer(command, answerBlock(0x83, 0, Uint8Array.of(0xe1, ...command.data.slice(1))))
    } else {
      sendError(isSecret ? COMMAND_ERROR : UNAUTHORIZED)
    }
  }

  async function startAuthentication(command: CommandBlock): Promise<void> {
    session = null
    readerRandom = random(new Uint8Array(16))
    const secret = await (await masterCipher()).encrypt(readerRandom)
    await answer(command, answerBlock(0x83, 0, Uint8Array.of(0xe1, 0, 0, 0x45, 0, ...secret)))
  }

  async function finishAuthentication(command: CommandBlock): Promise<void> {
    const expected = readerRandom
    const proof = command.data.slice(5)
    if (!expected || proof.length !== 32) {
      sendError(UNAUTHORIZED)
      return
    }
    const cipher = await masterCipher()
    const opened = await cipher.encrypt(new Uint8Array(proof))
    const hostRandom = opened.slice(0, 16)
    if (opened.slice(16).some((byte, index) => byte !== expected[index])) {
      sendError(UNAUTHORIZED)
      return
    }
    const secret = await cipher.encrypt(hostRandom)
    const key = await importAesKey(
      Uint8Array.of(...expected.slice(0, 8), ...hostRandom.slice(0, 8)),
    )
    const linked = wire.host
    await answer(command, answerBlock(0x83, 0, Uint8Array.of(0xe1, 0, 0, 0x46, 0, ...secret)))
    if (wire.host === linked && readerRandom === expected) session = createBlockCipher(key)
  }

  async function handleCard(command: CommandBlock): Promise<void> {
    switch (command.type) {
      case 0x62:
        powerOff()
        isPowered = card !== null
        return answer(command, answerBlock(0x80, 0, card?.atr))
      case 0x63:
        powerOff()
        return answer(command, answerBlock(0x81, slotStatus()))
      case 0x65:
        return answer(command, answerBlock(0x81, slotStatus()))
      default:
        return answer(command, answerBlock(0x80, 0, await askCard(command.data)))
    }
  }

  function slotStatus(): number {
    if (!card) return 0x02
    return isPowered ? 0x00 : 0x01
  }

  async function askCard(apdu: Uint8Array): Promise<Uint8Array> {
    const asked = card
    if (!asked || !isPowered) return new Uint8Array()
    try {
      const response = await asked.respond(apdu.slice())
      return asked === card ? response : new Uint8Array()
    } catch {
      // A card that is torn off says nothing; the reader reports an empty answer.
      return new Uint8Array()
    }
  }

  const emulator: ReaderEmulator = {
    name,
    pipe: ACR1255_PIPE,
    battery,
    pause,
    log,
    get traffic() {
      return wire.traffic
    },
    get isLinked() {
      return wire.host !== null
    },
    insert(next) {
      powerOff()
      card = next
      if (isPolling) wire.later(sendNotice)
    },
    remove() {
      powerOff()
      card = null
      if (isPolling) wire.later(sendNotice)
    },
    failNext(fault, on) {
      faults.push({ fault, on })
    },
    dropAfter: (bytes) => {
      wire.dropAfter(bytes)
    },
    notice() {
      wire.later(sendNotice)
    },
    raw: (bytes) => {
      wire.send(bytes)
    },
    restart,
    attach: (host) => {
      wire.attach(host)
    },
    detach: () => {
      wire.detach()
    },
    write: (chunk) => {
      wire.write(chunk)
    },
  }
  return emulator
}
