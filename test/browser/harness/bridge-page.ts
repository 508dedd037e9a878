/** The page's side of the bridge with nothing around it, called by the test through `bridge`. */
import { prepareCard } from '../../../src/nfc/applications/jpki'
import { createBridgeTransport, type BridgeTransport } from '../../../src/nfc/bridge'
import { TransportError } from '../../../src/nfc/transport'

let transport: BridgeTransport | null = null

/** Errors cross to the test as their code. */
async function told<T>(work: (page: BridgeTransport) => Promise<T>): Promise<T | string> {
  const port = Number(new URLSearchParams(location.search).get('port'))
  transport ??= createBridgeTransport({ port })
  try {
    return await work(transport)
  } catch (error) {
    if (error instanceof TransportError) return error.code
    throw error
  }
}

export const bridge = {
  connect: () =>
    told(async (page) => {
      await page.connect()
      return page.name
    }),
  pair: (code: string) =>
    told(async (page) => {
      await page.pair(code)
      return 'paired'
    }),
  check: (pin: number[]) =>
    told(async (page) => {
      const prepared = await prepareCard(page)
      if (!prepared.ok) return prepared.code
      const { kind } = await prepared.value.signWithPin(Uint8Array.from(pin), new Uint8Array(32))
      return kind
    }),
  transmit: (command: number[]) =>
    told(async (page) => [...(await page.transmit(Uint8Array.from(command)))]),
}

export type BridgeHarness = typeof bridge

Object.assign(globalThis, { bridge })
