/** The webhook: what is sent, how it is signed, and how a receiver tells it from anything else. */
import { createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import {
  type ReceivedMessage,
  REQUIRED,
  type Verified,
  verifyMessage,
  verifyWebhook,
} from '../../../docs/examples/export/verify-webhook.mjs'
import { addressRule } from '../../../server/export/http/addresses'
import { createSend, type OutRequest, type Send } from '../../../server/export/http/send'
import { deliverToWebhook, type WebhookSettings } from '../../../server/export/webhook/deliver'
import { retryAfterMs } from '../../../server/export/webhook/retry-after'
import {
  contentDigest,
  createSigner,
  type SigningJwk,
} from '../../../server/export/webhook/signature'
import { SANDBOX_PEOPLE } from '../../../server/authority/sandbox/people'
import { expectRecorded } from './recorded'
import { ANSWERED_AT, sampleRecord } from './sample-records'
import {
  CREATED,
  ED25519_JWK,
  findVectorKey,
  SIGNED_REQUEST,
  SIGNED_RESPONSE,
} from './webhook-vectors'

const URL_OF_RECEIVER = new URL('https://receiver.example/tazune?tenant=1')
const RECORD = sampleRecord('valid-30')
const servers: Server[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve))
})

function newKey(kind: 'ed25519' | 'p256'): SigningJwk {
  const { privateKey } =
    kind === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  return { ...privateKey.export({ format: 'jwk' }), kid: `${kind}-key` } as SigningJwk
}

function publicKeyOf({ kid, d, ...rest }: SigningJwk) {
  expect(d).toBeTruthy()
  return (keyId: string) =>
    keyId === kid ? createPublicKey({ key: rest, format: 'jwk' }) : undefined
}

interface Sent {
  request: OutRequest
  delivery: Awaited<ReturnType<typeof deliverToWebhook>>
}

async function deliver(
  settings: Partial<WebhookSettings> & { jwk?: SigningJwk } = {},
  answer: { status: number; headers?: Record<string, string> } = { status: 204 },
  record = RECORD,
): Promise<Sent> {
  const requests: OutRequest[] = []
  const send: Send = (request) => {
    requests.push(request)
    return Promise.resolve({ headers: {}, body: Buffer.alloc(0), ...answer })
  }
  const { jwk = ED25519_JWK, ...others } = settings
  const delivery = await deliverToWebhook(
    record,
    `${record.check.id}:webhook-1`,
    { url: URL_OF_RECEIVER, content: 'notice', signer: createSigner(jwk), ...others },
    { send, now: () => ANSWERED_AT, nonce: () => 'nonce-0001' },
  )
  const [request] = requests
  if (!request) throw new Error('nothing was sent')
  return { request, delivery }
}

function received({ url, ...request }: OutRequest): ReceivedMessage {
  return { ...request, url: url.href }
}

function judge(
  message: ReceivedMessage,
  change: Partial<Parameters<typeof verifyWebhook>[1]> = {},
): Verified {
  return verifyWebhook(message, { findKey: findVectorKey, now: ANSWERED_AT, ...change })
}

describe('the verifier for receivers', () => {
  const open = { findKey: findVectorKey, now: CREATED * 1_000, maxAgeSeconds: 60, tag: null }

  it('verifies RFC 9421 B.2.6, a request signed with Ed25519', () => {
    const required = ['date', '@method', '@path', '@authority', 'content-type', 'content-length']
    expect(verifyMessage(SIGNED_REQUEST, { ...open, required })).toEqual({
      ok: true,
      keyId: 'test-key-ed25519',
    })
    const other = { ...SIGNED_REQUEST, method: 'PUT' }
    expect(verifyMessage(other, { ...open, required })).toEqual({
      ok: false,
      reason: 'wrong signature',
    })
  })

  it('verifies RFC 9421 B.2.4, a response signed with ECDSA P-256, with its digest of RFC 9530', () => {
    const required = ['@status', 'content-digest']
    expect(verifyMessage(SIGNED_RESPONSE, { ...open, required })).toEqual({
      ok: true,
      keyId: 'test-key-ecc-p256',
    })
    const tampered = { ...SIGNED_RESPONSE, body: Buffer.from('{"message": "bad dog!"}') }
    expect(verifyMessage(tampered, { ...open, required })).toEqual({
      ok: false,
      reason: 'wrong digest',
    })
    const moved = { ...SIGNED_RESPONSE, status: 201 }
    expect(verifyMessage(moved, { ...open, required })).toEqual({
      ok: false,
      reason: 'wrong signature',
    })
  })

  it('refuses the vectors as messages of Tazune: another purpose, and not everything is covered', () => {
    expect(judge(SIGNED_REQUEST, { now: CREATED * 1_000 })).toEqual({
      ok: false,
      reason: 'no signature of this kind',
    })
  })
})

describe('a message', () => {
  it.each(['ed25519', 'p256'] as const)('signed with %s verifies', async (kind) => {
    const jwk = newKey(kind)
    const { request, delivery } = await deliver({ jwk })
    expect(delivery).toEqual({ kind: 'done', how: 'written' })
    expect(judge(received(request), { findKey: publicKeyOf(jwk) })).toEqual({
      ok: true,
      keyId: `${kind}-key`,
    })
    expect(
      judge(received(request), { findKey: publicKeyOf({ ...newKey(kind), kid: jwk.kid }) }),
    ).toEqual({
      ok: false,
      reason: 'wrong signature',
    })
  })

  it('covers method, address, digest, type and idempotency key', async () => {
    const { request } = await deliver()
    for (const name of REQUIRED) expect(request.headers['signature-input']).toContain(`"${name}"`)
    const good = received(request)
    const changed: [string, ReceivedMessage][] = [
      ['wrong signature', { ...good, method: 'PUT' }],
      ['wrong signature', { ...good, url: 'https://receiver.example/tazune?tenant=2' }],
      ['wrong signature', { ...good, headers: { ...good.headers, 'content-type': 'text/html' } }],
      ['wrong signature', { ...good, headers: { ...good.headers, 'idempotency-key': '"other"' } }],
      [
        'wrong signature',
        {
          ...good,
          body: Buffer.from('{}'),
          headers: { ...good.headers, 'content-digest': contentDigest(Buffer.from('{}')) },
        },
      ],
      ['wrong digest', { ...good, body: Buffer.from('{}') }],
    ]
    expect(judge(good)).toMatchObject({ ok: true })
    for (const [reason, message] of changed) expect(judge(message)).toEqual({ ok: false, reason })
  })

  it('is refused when it is old, from the future, replayed, or of an unknown key', async () => {
    const message = received((await deliver()).request)
    const seen = new Set<string>()
    const once = (nonce: string) => seen.has(nonce) || !seen.add(nonce)
    expect(judge(message, { now: ANSWERED_AT + 299_000, seen: once })).toMatchObject({ ok: true })
    expect(judge(message, { seen: once })).toEqual({ ok: false, reason: 'replayed' })
    expect(judge(message, { now: ANSWERED_AT + 301_000 })).toEqual({ ok: false, reason: 'too old' })
    expect(judge(message, { now: ANSWERED_AT - 61_000 })).toEqual({
      ok: false,
      reason: 'made in the future',
    })
    expect(judge(message, { findKey: () => undefined })).toEqual({
      ok: false,
      reason: 'unknown key',
    })
  })

  it('whose signature covers less, twice the same or nonsense is refused', async () => {
    const message = received((await deliver()).request)
    const with_ = (header: string, change: (text: string) => string) =>
      judge({
        ...message,
        headers: { ...message.headers, [header]: change(message.headers[header] ?? '') },
      })
    expect(with_('signature-input', (text) => text.replace(' "content-digest"', ''))).toEqual({
      ok: false,
      reason: 'not everything is covered',
    })
    expect(
      with_('signature-input', (text) => text.replace('("@method"', '("@method" "@method"')),
    ).toEqual({
      ok: false,
      reason: 'malformed',
    })
    expect(
      with_('signature-input', (text) => text.replace('"content-type"', '"content-type";sf')),
    ).toMatchObject({
      ok: false,
    })
    for (const header of ['signature', 'signature-input', 'content-digest']) {
      for (const nonsense of ['', '=', 'a=(', 'tazune=()', 'tazune=:::', '"', 'x'.repeat(9_000)]) {
        expect(with_(header, () => nonsense)).toMatchObject({ ok: false })
      }
    }
  })

  it('with a second signature beside it is judged by the one made for this', async () => {
    const message = received((await deliver()).request)
    const headers = {
      ...message.headers,
      'signature-input': `proxy=("@method");created=1;keyid="p", ${message.headers['signature-input'] ?? ''}`,
      signature: `proxy=:AAAA:, ${message.headers['signature'] ?? ''}`,
    }
    expect(judge({ ...message, headers })).toMatchObject({ ok: true })
  })

  it('says id and kind, and nothing of the patient', async () => {
    for (const person of SANDBOX_PEOPLE) {
      const record = sampleRecord(person.id)
      const { request } = await deliver({}, { status: 200 }, record)
      expect(JSON.parse(Buffer.from(request.body).toString())).toEqual({
        v: 1,
        kind: 'eligibility.answered',
        id: record.check.id,
      })
      const wire = JSON.stringify(request.headers) + request.url.href
      for (const value of [person.name, person.kana, record.patient.number ?? '', 'patient-']) {
        expect(wire).not.toContain(value)
      }
    }
  })

  it('is the FHIR bundle where the facility chose so', async () => {
    const { request } = await deliver({ content: 'bundle' })
    expect(request.headers['content-type']).toBe('application/fhir+json')
    expect(JSON.parse(Buffer.from(request.body).toString())).toMatchObject({
      resourceType: 'Bundle',
    })
    expect(judge(received(request))).toMatchObject({ ok: true })
  })

  it('bears the same idempotency key at every try, and a new nonce', async () => {
    const [one, other] = [await deliver(), await deliver()]
    expect(one.request.headers['idempotency-key']).toBe(`"${RECORD.check.id}:webhook-1"`)
    expect(other.request.headers['idempotency-key']).toBe(one.request.headers['idempotency-key'])
  })

  it('is in the recorded examples', async () => {
    for (const content of ['notice', 'bundle'] as const) {
      const { request } = await deliver({ content })
      const head = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`)
      const lines = [
        `${request.method} ${request.url.pathname}${request.url.search} HTTP/1.1`,
        `host: ${request.url.host}`,
        ...head,
        '',
        '',
      ]
      expectRecorded(
        `webhook-${content}.http`,
        lines.join('\n') + Buffer.from(request.body).toString(),
      )
    }
  })
})

describe('a key', () => {
  it('of another kind is refused at the start', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp384r1' })
    const jwk = { ...privateKey.export({ format: 'jwk' }), kid: 'p384' } as SigningJwk
    expect(() => createSigner(jwk)).toThrow(TypeError)
  })

  it('whose name would break the signature’s lines cannot sign', async () => {
    await expect(deliver({ jwk: { ...ED25519_JWK, kid: 'a\nb' } })).rejects.toThrow(RangeError)
  })
})

describe('the receiver', () => {
  it.each([
    [200, { kind: 'done', how: 'written' }],
    [202, { kind: 'done', how: 'written' }],
    [301, { kind: 'retry', code: 'TZ-E02' }],
    [307, { kind: 'retry', code: 'TZ-E02' }],
    [400, { kind: 'retry', code: 'TZ-E02' }],
    [401, { kind: 'retry', code: 'TZ-E05' }],
    [403, { kind: 'retry', code: 'TZ-E05' }],
    [410, { kind: 'stopped', code: 'TZ-E06' }],
    [500, { kind: 'retry', code: 'TZ-E02' }],
  ] as const)('that answers %i', async (status, delivery) => {
    expect((await deliver({}, { status })).delivery).toEqual(delivery)
  })

  it('says when to come again', async () => {
    const { delivery } = await deliver({}, { status: 503, headers: { 'retry-after': '120' } })
    expect(delivery).toEqual({ kind: 'retry', code: 'TZ-E02', afterMs: 120_000 })
  })

  it('is reached over https only, and never inside the facility’s network unless named', async () => {
    const send = createSend({
      timeoutMs: 1_000,
      maxBytes: 100,
      rule: addressRule(),
      allowHttp: false,
    })
    for (const url of [
      'http://receiver.example/',
      'https://127.0.0.1:1/',
      'https://[::1]:1/',
      'https://169.254.169.254/',
      'https://2130706433/',
      'https://0x7f.1/',
      'https://[::ffff:7f00:1]:1/',
      'https://localhost:1/',
    ]) {
      const delivery = await deliverToWebhook(
        RECORD,
        'd',
        { url: new URL(url), content: 'notice', signer: createSigner(ED25519_JWK) },
        { send, now: Date.now, nonce: randomUUID },
      )
      expect(delivery).toEqual({ kind: 'stopped', code: 'TZ-E04' })
    }
  })

  it('gets exactly what was signed, over a real connection', async () => {
    const got = await new Promise<Verified>((resolve, reject) => {
      const server = createServer((request, response) => {
        const chunks: Buffer[] = []
        request.on('data', (chunk: Buffer) => chunks.push(chunk))
        request.on('end', () => {
          response.end()
          resolve(
            judge({
              method: request.method ?? '',
              url: `http://${request.headers.host ?? ''}${request.url ?? ''}`,
              headers: request.headers as Record<string, string>,
              body: Buffer.concat(chunks),
            }),
          )
        })
      })
      servers.push(server)
      server.listen(0, '127.0.0.1', () => {
        const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?a=1`)
        const send = createSend({
          timeoutMs: 5_000,
          maxBytes: 100,
          rule: addressRule(['127.0.0.1']),
          allowHttp: true,
        })
        deliverToWebhook(
          RECORD,
          'd',
          { url, content: 'bundle', signer: createSigner(ED25519_JWK) },
          { send, now: () => ANSWERED_AT, nonce: randomUUID },
        ).catch(reject)
      })
    })
    expect(got).toEqual({ ok: true, keyId: 'test-key-ed25519' })
  })
})

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 5 ', 5_000],
    ['999999999', 86_400_000],
    ['Sat, 21 Nov 2026 01:01:04 GMT', 60_000],
    ['Sat, 21 Nov 2026 00:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s', (header, ms) => {
    expect(retryAfterMs(header, ANSWERED_AT)).toBe(ms)
  })
})
