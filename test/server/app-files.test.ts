import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveAppFiles } from '../../server/app-files/app-files'
import { StartError } from '../../server/start-error'
import { createTestGateway, type TestGateway } from '../support/gateway'

const folder = mkdtempSync(join(tmpdir(), 'tazune-app-'))
const page = '<!doctype html><title>Tazune</title>'
const adminPage = '<!doctype html><title>Tazune 管理</title>'
let gateway: TestGateway
beforeAll(async () => {
  const app = join(folder, 'app')
  mkdirSync(join(app, 'assets'), { recursive: true })
  writeFileSync(join(app, 'index.html'), page)
  writeFileSync(join(app, 'sw.js'), 'self.addEventListener')
  writeFileSync(join(app, 'assets', 'index-abc123.js'), 'export {}')
  mkdirSync(join(app, 'admin', 'assets'), { recursive: true })
  writeFileSync(join(app, 'admin', 'admin.html'), adminPage)
  writeFileSync(join(app, 'admin', 'assets', 'admin-abc123.js'), 'export {}')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  gateway = await createTestGateway({ people: [] })
  serveAppFiles(gateway.app, app)
})
afterAll(async () => {
  await gateway.end()
  rmSync(folder, { recursive: true })
})

describe('the app’s files', () => {
  it('are served with the app at its address and at every page of its own', async () => {
    for (const path of ['/', '/visits', '/check/1', '/activate']) {
      const reply = await gateway.fetch(path)
      expect(reply.status).toBe(200)
      expect(await reply.text()).toBe(page)
      expect(reply.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
      expect(reply.headers.get('Cache-Control')).toBe('no-cache')
      expect(reply.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    }
  })

  it('are those of the administrator’s page below its own address', async () => {
    for (const path of ['/admin', '/admin/', '/admin/people']) {
      expect(await (await gateway.fetch(path)).text()).toBe(adminPage)
    }
    const script = await gateway.fetch('/admin/assets/admin-abc123.js')
    expect(script.headers.get('Cache-Control')).toContain('immutable')
    expect(await (await gateway.fetch('/administration')).text()).toBe(page)
    const missing = await gateway.fetch('https://gateway.test/admin/api/nothing')
    expect(missing.status).toBe(404)
    expect(missing.headers.get('Content-Type')).toBe('application/problem+json')
  })

  it('that bear a hash are kept for ever, the service worker is asked for each time', async () => {
    const asset = await gateway.fetch('/assets/index-abc123.js')
    expect(asset.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
    expect(asset.headers.get('Content-Type')).toBe('text/javascript; charset=utf-8')
    const worker = await gateway.fetch('/sw.js')
    expect(worker.headers.get('Cache-Control')).toBe('no-cache')
  })

  it('that are missing are missing, and so are unknown routes of the interface', async () => {
    for (const path of ['/assets/index-old.js', '/v1/unknown', '/favicon.ico']) {
      const reply = await gateway.fetch(path)
      expect(reply.status).toBe(404)
      expect(await reply.json()).toMatchObject({ code: 'TZ-G22' })
    }
  })

  it('do not hide the interface', async () => {
    expect(await (await gateway.fetch('/health')).json()).toMatchObject({ service: 'tazune' })
    expect((await gateway.fetch('/v1/visits')).status).toBe(401)
  })

  it('are the only files that can be reached', async () => {
    for (const path of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/%00',
      '/%ff',
    ]) {
      const reply = await gateway.fetch(path)
      expect(await reply.text()).not.toContain('secret')
      expect(reply.status).toBeLessThan(500)
    }
  })

  it('are not sent again when they have not changed', async () => {
    const first = await gateway.fetch('/')
    const etag = first.headers.get('ETag') ?? ''
    const again = await gateway.fetch('/', { headers: { 'If-None-Match': etag } })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
  })

  it('are compressed for those who can read it', async () => {
    const reply = await gateway.fetch('/sw.js', { headers: { 'Accept-Encoding': 'br, gzip' } })
    expect(reply.headers.get('Content-Encoding')).toBe('gzip')
    expect(reply.headers.get('Vary')).toContain('Accept-Encoding')
    const text = gunzipSync(Buffer.from(await reply.arrayBuffer())).toString()
    expect(text).toBe('self.addEventListener')
  })

  it('must be there at the start', () => {
    expect(() => {
      serveAppFiles(gateway.app, join(folder, 'nothing'))
    }).toThrow(StartError)
  })
})
