/** The driver in a page, with nothing around it, called by the test through `harness`. */
import { requestBluetoothReader, type BluetoothTransport } from '../../../src/nfc/bluetooth-reader'
import { prepareCard } from '../../../src/nfc/applications/jpki'
import { TransportError } from '../../../src/nfc/transport'

let transport: BluetoothTransport | null = null
const events: string[] = []

function chosen(): BluetoothTransport {
  if (!transport) throw new Error('no reader chosen')
  return transport
}

/** Errors cross to the test as their code. */
async function told<T>(work: () => Promise<T>): Promise<T | string> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof TransportError) return error.code
    throw error
  }
}

export const harness = {
  events,
  choose: () =>
    told(async () => {
      transport = await requestBluetoothReader()
      transport.on('card', (isPresent) => events.push(isPresent ? 'card on' : 'card off'))
      transport.on('link', (state) => events.push(`link ${state}`))
      return 'chosen'
    }),
  connect: () =>
    told(async () => {
      await chosen().connect()
      return chosen().name
    }),
  powerOn: () => told(async () => [...(await chosen().powerOn())]),
  transmit: (command: number[]) =>
    told(async () => [...(await chosen().transmit(Uint8Array.from(command)))]),
  kind: () => chosen().kind,
  battery: () => told(() => chosen().readBattery()),
  /** One whole check: reads the certificate, presents the PIN once, signs. */
  sign: (digits: string) =>
    told(async () => {
      const prepared = await prepareCard(chosen())
      if (!prepared.ok) return { kind: 'not prepared', code: prepared.code }
      const pin = new TextEncoder().encode(digits)
      const outcome = await prepared.value.signWithPin(pin, new Uint8Array(32))
      return outcome.kind === 'signed'
        ? { kind: outcome.kind, bytes: outcome.signature.length }
        : outcome
    }),
  close: () => told(() => chosen().close()),
}

export type Harness = typeof harness

Object.assign(globalThis, { harness })
