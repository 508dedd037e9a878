/**
 * The page's side as a program: pairs with the code, reads the card and signs with the PIN, each once.
 * Arguments: port, code, PIN. Prints one line of JSON.
 */
import { prepareCard } from '../../src/nfc/applications/jpki'
import { createBridgeTransport } from '../../src/nfc/bridge'
import { createPairingStore } from '../../src/nfc/bridge/pairing-store'
import { TransportError } from '../../src/nfc/transport'
import { bytesOf } from '../support/card-transport'
import { ORIGIN, SIGNED_INPUT, socketFrom } from './bridge-rig'

const [port = '', code = '', pin = ''] = process.argv.slice(2)
const page = createBridgeTransport({
  port: Number(port),
  WebSocket: socketFrom(ORIGIN),
  store: createPairingStore(null),
  permission: () => Promise.resolve('notAsked'),
  origin: ORIGIN,
})
await page.pair(code)
await page.connect()
const prepared = await prepareCard(page, { readExpiry: true })
if (!prepared.ok) throw new Error(prepared.code)
const { triesLeft, cardExpiry, certificate } = prepared.value
const typed = Uint8Array.from(Buffer.from(pin))
const input = new TextEncoder().encode(SIGNED_INPUT)
const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', input))
const outcome = await prepared.value.signWithPin(typed, digest)
const forbidden: string[] = []
await page.powerOn()
await page.transmit(bytesOf('00A4040C0AD3921000310001010408'))
for (const command of ['00A4020C020001', '00B0810000', `002000940C${'31'.repeat(12)}`]) {
  const refused = await page.transmit(bytesOf(command)).catch((error: unknown) => error)
  forbidden.push(refused instanceof TransportError ? refused.code : 'passed')
}
await page.close()
process.stdout.write(
  `${JSON.stringify({
    reader: page.name,
    triesLeft,
    cardExpiry,
    certificate: Buffer.from(certificate).toString('base64url'),
    outcome: outcome.kind,
    signature:
      outcome.kind === 'signed' ? Buffer.from(outcome.signature).toString('base64url') : null,
    forbidden,
  })}\n`,
)
