/** A receiver of webhooks as a facility would write one: https, the documented verifier, and a memory of what it has seen. */
import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { verifyWebhook } from '../../docs/examples/export/verify-webhook.mjs'
import { loadX509 } from '../../server/authority/sandbox/card-x509'

export interface WebhookReceiver {
  readonly url: string
  /** Its own certificate, for who is to trust it; PEM. */
  readonly certificate: string
  /** Ids of checks by idempotency key: each message once, however often it came. */
  readonly received: ReadonlyMap<string, string>
  /** What each request was answered with, in order. */
  readonly statuses: readonly number[]
  /** What was wrong with a signature; empty where none was. */
  readonly refused: readonly string[]
  /** Called when a verified message comes in, before it is answered: the status, 204 without. */
  onMessage: () => number | Promise<number>
  close(): Promise<void>
}

export async function startWebhookReceiver(
  publicJwk: JsonWebKey & { kid: string },
): Promise<WebhookReceiver> {
  const { cert, key } = await makeCertificate()
  const received = new Map<string, string>()
  const statuses: number[] = []
  const refused: string[] = []
  const nonces = new Set<string>()
  const publicKey = createPublicKey({ key: publicJwk, format: 'jwk' })
  const server = createServer({ cert, key }, (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      void answer(Buffer.concat(chunks)).then((status) => {
        statuses.push(status)
        response.writeHead(status).end()
      })
    })

    async function answer(body: Buffer): Promise<number> {
      const url = receiver.url + (request.url ?? '').slice('/hook'.length)
      const { method = '', headers } = request
      const verified = verifyWebhook(
        { method, url, headers: headers as Record<string, string>, body },
        {
          findKey: (keyId: string) => (keyId === publicJwk.kid ? publicKey : undefined),
          seen: (nonce: string) => nonces.has(nonce) || !nonces.add(nonce),
        },
      )
      if (!verified.ok) {
        refused.push(verified.reason)
        return 401
      }
      const status = await receiver.onMessage()
      if (status >= 300) return status
      const { id } = JSON.parse(body.toString('utf8')) as { id: string }
      received.set(String(headers['idempotency-key']), id)
      return status
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const receiver: WebhookReceiver = {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    ...{ certificate: cert, received, statuses, refused, onMessage: () => 204 },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return receiver
}

/** Self-signed, for 127.0.0.1, made for this run. */
async function makeCertificate(): Promise<{ cert: string; key: string }> {
  const x509 = await loadX509()
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=receiver',
    keys,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }]),
      new x509.BasicConstraintsExtension(true, undefined, true),
    ],
  })
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey))
  const lines = der.toString('base64').replaceAll(/.{1,64}/g, '$&\n')
  const pem = `-----BEGIN PRIVATE KEY-----\n${lines}-----END PRIVATE KEY-----\n`
  return { cert: certificate.toString('pem'), key: pem }
}
