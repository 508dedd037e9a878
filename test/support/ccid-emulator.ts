/**
 * A Feitian bR500 in software, the peer of the CCID driver byte for byte: messages, chunks, slot
 * notices and card power. It has its own message code, so that a mistake of the driver is not
 * repeated here. Runs in Node and in a browser.
 */
import { ccidMessage, readCcidCommand, takeCcidMessage, type CcidCommand } from './ccid-codec'
import type { CcidFault } from './ccid-faults'
import type { EmulatedCard, ReaderEmulator, ReaderPipe, ReaderSettings } from './reader-types'
import { createReaderWire } from './reader-wire'

export type CcidEmulator = ReaderEmulator<CcidFault>

export const CCID_PIPES = {
  c4: feitian('00c4', '465453414645'),
  c6: feitian('00c6', '465453414645'),
  newerC4: feitian('00c4', '000000000001'),
} as const

const MUTE = 0xfe
const DATA = 0x80
const STATUS = 0x81
const FAILED = 0x40
const MORE_TIME = 0x80

export interface CcidSettings extends Pick<ReaderSettings, 'name' | 'battery' | 'pause'> {
  pipe?: ReaderPipe
}

export function createCcidEmulator({
  name = 'FT_0123456789',
  battery = 80,
  pause = () => Promise.resolve(),
  pipe = CCID_PIPES.c4,
}: CcidSettings = {}): CcidEmulator {
  const log: { type: number; header: number[] }[] = []
  const faults: { fault: CcidFault; on: number | undefined }[] = []
  let card: EmulatedCard | null = null
  let isPowered = false

  const wire = createReaderWire(
    {
      async onFrame(message) {
        if (message) await handle(readCcidCommand(message))
      },
      onGone: powerOff,
    },
    takeCcidMessage,
  )

  function powerOff(): void {
    if (isPowered) card?.reset()
    isPowered = false
  }

  function cardState(): number {
    if (!card) return 2
    return isPowered ? 0 : 1
  }

  function sendNotice(): void {
    wire.send(Uint8Array.of(0x50, card ? 0x03 : 0x02))
  }

  async function handle(command: CcidCommand): Promise<void> {
    const header = command.type === 0x6f ? [...command.data.slice(0, 4)] : []
    log.push({ type: command.type, header })
    const { type, error, data } = await execute(command)
    const status = cardState() + (error === 0 ? 0 : FAILED)
    const message = ccidMessage(type, command.sequence, status, error, data)
    await emulator.pause(command)
    const index = faults.findIndex(({ on }) => on === undefined || on === command.type)
    const fault = index < 0 ? undefined : faults.splice(index, 1)[0]?.fault
    if (fault) play(fault, command, message)
    else wire.send(message)
  }

  async function execute(command: CcidCommand) {
    switch (command.type) {
      case 0x62:
        powerOff()
        isPowered = card !== null
        return { type: DATA, error: card ? 0 : MUTE, data: card?.atr }
      case 0x63:
        powerOff()
        return { type: STATUS, error: 0, data: undefined }
      case 0x65:
        return { type: STATUS, error: 0, data: undefined }
      default: {
        const data = await askCard(command.data)
        return { type: DATA, error: data ? 0 : MUTE, data }
      }
    }
  }

  async function askCard(apdu: Uint8Array): Promise<Uint8Array | undefined> {
    const asked = card
    if (!asked || !isPowered) return undefined
    try {
      const response = await asked.respond(apdu.slice())
      return asked === card && response.length > 0 ? response : undefined
    } catch {
      // A card that is torn off says nothing; the reader calls it mute.
      return undefined
    }
  }

  function play(fault: CcidFault, command: CcidCommand, message: Uint8Array): void {
    const [type = 0] = message
    switch (fault.kind) {
      case 'silent':
        break
      case 'restart':
        wire.drop()
        break
      case 'failed':
        wire.send(ccidMessage(type, command.sequence, cardState() + FAILED, fault.error))
        break
      case 'more time':
        for (let time = 0; time < fault.times; time += 1) {
          wire.send(ccidMessage(type, command.sequence, cardState() + MORE_TIME, 1))
        }
        if (fault.answers) wire.send(message)
        break
      case 'noticed':
        if (fault.inside) wire.send(message.slice(0, 20))
        sendNotice()
        wire.send(fault.inside ? message.slice(20) : message)
        break
      case 'hardware error':
        wire.send(Uint8Array.of(0x51, 0, command.sequence, fault.code))
        break
      case 'change':
        wire.send(fault.change(message))
    }
  }

  function noticeLater(): void {
    wire.later(() => {
      sendNotice()
      return Promise.resolve()
    })
  }

  const emulator: CcidEmulator = {
    name,
    pipe,
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
      noticeLater()
    },
    remove() {
      powerOff()
      card = null
      noticeLater()
    },
    failNext(fault, on) {
      faults.push({ fault, on })
    },
    dropAfter: (bytes) => {
      wire.dropAfter(bytes)
    },
    notice: noticeLater,
    raw: (bytes) => {
      wire.send(bytes)
    },
    restart(keepLink) {
      if (!keepLink) wire.drop()
      else {
        wire.forget()
        powerOff()
      }
    },
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

function feitian(model: string, maker: string): ReaderPipe {
  const uuid = (part: number) => `4654000${part}-0002-${model}-0000-${maker}`
  return { service: uuid(1), write: uuid(2), notify: uuid(3) }
}
