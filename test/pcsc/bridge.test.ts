/** Our own bridge on a real PC/SC stack: koffi, libpcsclite, pcscd, a reader that others wrote. */
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CardImage } from '../../domain/card-image'
import { verifyCardSignature } from '../../src/nfc/applications/card-certificate'
import { SIGNED_INPUT } from '../bridge/bridge-rig'
import { CARD_PIN, certificateBytes, issueTestCard } from '../support/card-fixtures'
import { openCardSession, type CardSession } from '../support/pcsc/card-inserted'
import { describePcsc } from '../support/pcsc/describe-pcsc'
import type { Running } from '../support/pcsc/processes'

describePcsc('our bridge on pcscd', () => {
  let image: CardImage
  let session: CardSession

  beforeAll(async () => {
    image = await issueTestCard()
    session = await openCardSession(image)
    await session.insert()
  })

  afterAll(() => session.end())

  /** A bridge that has shown its code. */
  async function startBridge(): Promise<{ bridge: Running; port: string; code: string }> {
    const bridge = await session.startNode('bridge/main.ts', [
      ...['--origin', 'https://app.example', '--port', '0', '--pair'],
      ...['--state', join(session.folder, 'bridge')],
    ])
    await bridge.seen(/連携番号 {2}\S+/)
    const text = bridge.text()
    const port = /127\.0\.0\.1:(\d+)/.exec(text)?.[1] ?? ''
    const code = /連携番号 {2}(\S+)/.exec(text)?.[1] ?? ''
    return { bridge, port, code }
  }

  it('reads the certificate, signs with the PIN, and refuses what it must', async () => {
    const { bridge, port, code } = await startBridge()
    const page = await session.node('test/bridge/page-check.ts', [port, code, CARD_PIN])
    expect(page.stderr).toBe('')
    const told = JSON.parse(page.stdout) as Record<string, unknown>
    expect(told).toMatchObject({
      reader: expect.stringContaining('Virtual PCD') as string,
      triesLeft: 3,
      cardExpiry: image.cardExpiry,
      certificate: image.certificate,
      outcome: 'signed',
      forbidden: ['TZ-B10', 'TZ-B10', 'TZ-B10'],
    })
    const signature = Uint8Array.from(Buffer.from(String(told['signature']), 'base64url'))
    const input = new TextEncoder().encode(SIGNED_INPUT)
    expect(await verifyCardSignature(certificateBytes(image), input, signature)).toBe(true)
    const ended = await bridge.end('SIGTERM')
    expect(ended.code).toBe(0)
    expect(ended.output).not.toContain(CARD_PIN)
    expect(ended.output).not.toMatch(/00 ?A4/i)
  })

  it('says that no card lies there, and ends at SIGINT', async () => {
    await session.remove()
    const { bridge, port, code } = await startBridge()
    const page = await session.node('test/bridge/page-check.ts', [port, code, CARD_PIN])
    expect(page.stderr).toContain('TZ-R08')
    expect((await bridge.end('SIGINT')).code).toBe(0)
  })
})
