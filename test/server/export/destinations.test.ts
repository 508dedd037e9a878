/** A facility's destinations: their settings, and the whole way from the queue to each. */
import * as nodeFiles from 'node:fs/promises'
import { createPrivateKey, randomUUID } from 'node:crypto'
import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDeliver, type DestinationWorld } from '../../../server/export/destinations'
import { ExportDestination, ExportDestinations } from '../../../server/export/settings'
import { addressRule } from '../../../server/export/http/addresses'
import { createSend, type OutRequest } from '../../../server/export/http/send'
import { createExportWorker } from '../../../server/export/queue/worker'
import { loadX509 } from '../../../server/authority/sandbox/card-x509'
import { ORCA_LOGIN, startFakeOrca } from '../../support/fake-orca'
import { createLockNotes } from './lock-notes'
import { ALONE, createMemoryQueue } from './memory-queue'
import { CAPTURED_AT, sampleRecord } from './sample-records'
import { ED25519_JWK } from './webhook-vectors'

const RECORD = sampleRecord('valid-30')
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tazune-destinations-'))
})

afterEach(() => rm(folder, { recursive: true }))

function worldOf(change: Partial<DestinationWorld> = {}): DestinationWorld {
  return {
    notes: createLockNotes(),
    secrets: {
      password: () => Promise.resolve(ORCA_LOGIN.password),
      clientCertificate: () => Promise.reject(new Error('none')),
      signingKey: () => Promise.resolve(ED25519_JWK),
    },
    openFiles: () => nodeFiles,
    now: () => CAPTURED_AT,
    randomId: randomUUID,
    ...change,
  }
}

function parse(settings: unknown): ExportDestination {
  return v.parse(ExportDestination, settings)
}

describe('the settings', () => {
  it('fill in what is usual', () => {
    expect(parse({ id: 'csv', kind: 'csv', folder: '/srv/out' })).toMatchObject({
      encoding: 'utf-8',
      readers: 'owner',
    })
    expect(
      parse({ id: 'hook', kind: 'webhook', url: 'https://r.example/h', key: 'hook-key' }),
    ).toMatchObject({ content: 'notice', addresses: [] })
  })

  it.each([
    ['a relative folder', { id: 'a', kind: 'csv', folder: 'out' }],
    ['readers whom nobody knows', { id: 'a', kind: 'csv', folder: '/o', readers: 'all' }],
    ['an unknown encoding', { id: 'a', kind: 'csv', folder: '/o', encoding: 'sjis' }],
    ['a webhook without https', { id: 'a', kind: 'webhook', url: 'http://r.example/', key: 'k' }],
    [
      'a user in the address',
      { id: 'a', kind: 'webhook', url: 'https://u:p@r.example/', key: 'k' },
    ],
    ['no address', { id: 'a', kind: 'webhook', url: 'r.example', key: 'k' }],
    ['another scheme', { id: 'a', kind: 'orca', url: 'file:///etc/' }],
    [
      'an ORCA path that loses its last part',
      { id: 'a', kind: 'orca', url: 'https://o.example/api' },
    ],
    ['a name among the addresses', { id: 'a', kind: 'orca', url: 'http://o/', addresses: ['o'] }],
    [
      'a secret in place of its name',
      { id: 'a', kind: 'webhook', url: 'https://r.example/', key: '{"d":1}' },
    ],
    ['a field nobody knows', { id: 'a', kind: 'fhir', folder: '/o', encoding: 'utf-8' }],
    ['an id that is no id', { id: 'A:b', kind: 'fhir', folder: '/o' }],
    ['another kind', { id: 'a', kind: 'mail', to: 'x' }],
  ])('refuse %s', (_, settings) => {
    expect(v.safeParse(ExportDestination, settings).success).toBe(false)
  })

  it('of the documentation are valid, and what it links to is there', async () => {
    const page = await readFile(new URL('../../../docs/export.md', import.meta.url), 'utf8')
    const [, json = ''] = /```json\n(.*?)```/s.exec(page) ?? []
    const { destinations } = JSON.parse(json) as { destinations: unknown }
    expect(v.parse(ExportDestinations, destinations).map(({ kind }) => kind)).toEqual([
      'csv',
      'fhir',
      'orca',
      'webhook',
    ])
    for (const [, link = ''] of page.matchAll(/\]\(((?:examples|adr)\/[^)#]+)/g)) {
      await access(new URL(`../../../docs/${link}`, import.meta.url))
    }
  })

  it('name each destination once', () => {
    const one = { id: 'a', kind: 'fhir', folder: '/o' }
    expect(v.safeParse(ExportDestinations, [one, { ...one, id: 'b' }]).success).toBe(true)
    expect(v.safeParse(ExportDestinations, [one, one]).success).toBe(false)
  })

  it('have one ORCA at most, since notes of its locks are the facility’s', () => {
    const one = { id: 'a', kind: 'orca', url: 'https://orca.example/' }
    expect(v.safeParse(ExportDestinations, [one]).success).toBe(true)
    expect(v.safeParse(ExportDestinations, [one, { ...one, id: 'b' }]).success).toBe(false)
  })
})

describe('an answer', () => {
  it('goes to every destination of the facility, each once', async () => {
    const orca = await startFakeOrca(() => CAPTURED_AT)
    const told = RECORD.result.kind === 'answered' ? RECORD.result.answer.coverages[0] : undefined
    const patient = {
      WholeName: '見本　一郎',
      WholeName_inKana: 'ミホン　イチロウ',
      BirthDate: told?.birthdate ?? '',
      Sex: '1' as const,
      insurances: [],
      publicExpenses: [],
    }
    orca.patients.set('patient-valid-30', patient)
    const hooks: OutRequest[] = []
    const settings = v.parse(ExportDestinations, [
      { id: 'csv', kind: 'csv', folder, encoding: 'cp932' },
      { id: 'fhir', kind: 'fhir', folder },
      {
        id: 'orca',
        kind: 'orca',
        url: orca.url.href,
        addresses: ['127.0.0.1'],
        user: ORCA_LOGIN.user,
        password: 'orca',
      },
      { id: 'hook', kind: 'webhook', url: 'https://r.example/h', key: 'k' },
    ])
    const hook = (request: OutRequest) => {
      hooks.push(request)
      return Promise.resolve({ status: 204, headers: {}, body: Buffer.alloc(0) })
    }
    const queue = createMemoryQueue()
    const worker = createExportWorker({
      ...ALONE,
      queue,
      loadRecord: () => Promise.resolve(RECORD),
      destination: async (_, id) => {
        const found = settings.find((each) => each.id === id)
        if (!found) return null
        return createDeliver(found, worldOf(found.kind === 'webhook' ? { send: hook } : {}))
      },
      now: () => CAPTURED_AT,
      random: () => 0.5,
      randomId: randomUUID,
      timers: { setTimeout, clearTimeout },
      log: () => undefined,
    })
    const rows = settings.map(({ id }) => ({
      facilityId: 'facility-1',
      checkId: RECORD.check.id,
      destination: id,
    }))
    await queue.add(rows, CAPTURED_AT)
    expect(await worker.runDue()).toBe(4)
    await queue.add(rows, CAPTURED_AT)
    expect(await worker.runDue()).toBe(0)
    expect(await queue.list('facility-1', 'done', 9)).toHaveLength(4)
    expect((await readdir(folder)).map((name) => name.split('.').at(-1)).sort()).toEqual([
      'csv',
      'json',
    ])
    expect(patient.insurances).toHaveLength(1)
    expect(hooks).toHaveLength(1)
    expect(hooks[0]?.headers['idempotency-key']).toBe(`"${RECORD.check.id}:hook"`)
    await orca.close()
  })
})

describe('ORCA without named addresses', () => {
  it('is not reached over http, nor inside the network', async () => {
    const record = RECORD
    for (const url of ['http://orca.example/', 'https://127.0.0.1:1/']) {
      const deliver = await createDeliver(parse({ id: 'orca', kind: 'orca', url }), worldOf())
      expect(await deliver(record, 'x')).toEqual({ kind: 'stopped', code: 'TZ-E04' })
    }
  })
})

describe('a client certificate', () => {
  it('says who asks, over TLS whose other end is verified', async () => {
    const [own, client, other] = await Promise.all(
      ['tazune-server', 'tazune-client', 'other'].map(makeCertificate),
    )
    if (!own || !client || !other) throw new Error('no certificates')
    const seen: unknown[] = []
    const server = createHttpsServer(
      { ...own, ca: client.cert, requestCert: true, rejectUnauthorized: true },
      (_, response) => response.end('yes'),
    )
    server.on('secureConnection', (socket) => seen.push(socket.getPeerCertificate().subject.CN))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const url = new URL(`https://127.0.0.1:${port}/`)
    const ask = (certificate: { cert: string; key: string } | null, authority: string) =>
      createSend({
        timeoutMs: 5_000,
        maxBytes: 100,
        rule: addressRule(['127.0.0.1']),
        allowHttp: false,
        tls: {
          certificate: certificate?.cert ?? '',
          privateKey: certificate?.key ?? '',
          authority,
        },
      })({ method: 'GET', url, headers: {}, body: Buffer.alloc(0) })
    expect((await ask(client, own.cert)).status).toBe(200)
    expect(seen).toEqual(['tazune-client'])
    await expect(ask(other, own.cert)).rejects.toThrow()
    await expect(ask(client, other.cert)).rejects.toThrow()
    expect(seen).toHaveLength(1)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
})

/** A self-signed certificate of 127.0.0.1, made for this run. */
async function makeCertificate(name: string) {
  const x509 = await loadX509()
  const keys = await ecKeyPair()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }]),
      new x509.BasicConstraintsExtension(true, undefined, true),
    ],
  })
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey))
  return {
    cert: certificate.toString('pem'),
    key: createPrivateKey({ key, format: 'der', type: 'pkcs8' })
      .export({ format: 'pem', type: 'pkcs8' })
      .toString(),
  }
}

function ecKeyPair(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
}
