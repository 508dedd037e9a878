/** The driver in a page, with nothing around it, called by the test through `harness`. */
import { requestAcr1255, type Acr1255Transport } from '../../../src/nfc/acr1255'
import { TransportError } from '../../../src/nfc/transport'

let transport: Acr1255Transport | null = null
const events: string[] = []

function chosen(): Acr1255Transport {
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
      transport = await requestAcr1255()
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
  battery: () => told(() => chosen().readBattery()),
  close: () => told(() => chosen().close()),
}

export type Harness = typeof harness

Object.assign(globalThis, { harness })
