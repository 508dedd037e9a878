/** Serves the built app: only files that were there at the start, so no path can lead anywhere else. */
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Context, Hono } from 'hono'
import type { GatewayEnv } from '../http/context'
import { isMissing } from '../files'
import { StartError } from '../start-error'

const compress = promisify(gzip)

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}
/** The administrator's page, an app of its own beside that of the tablets. */
const ADMIN_PAGE = '/admin/admin.html'
/** What is asked for there and is not there is no page. */
const INTERFACES = /^\/(?:v1|admin\/api)\//
const ALREADY_COMPRESSED = new Set(['.png', '.woff2', '.ico'])

interface AppFile {
  body: Uint8Array<ArrayBuffer>
  gzipped: Uint8Array<ArrayBuffer> | null
  etag: string
}

/**
 * Mounts the folder on `app`: hashed assets are immutable, everything else (index.html, sw.js) is asked for anew each
 * time; an address of the app itself gets index.html.
 * @throws StartError when the folder holds no app
 */
export function serveAppFiles(app: Hono<GatewayEnv>, folder: string): void {
  const paths = new Set(listFiles(folder).map((path) => `/${path}`))
  if (!paths.has('/index.html')) throw new StartError(`There is no built app in ${folder}.`)
  const loaded = new Map<string, Promise<AppFile>>()

  function load(path: string): Promise<AppFile> {
    const known = loaded.get(path)
    if (known) return known
    const file = loadFile(join(folder, path), extname(path))
    loaded.set(path, file)
    file.catch(() => loaded.delete(path))
    return file
  }

  app.get('*', async (c) => {
    const path = decodedPath(c)
    if (path !== null && paths.has(path)) return respond(c, path, await load(path))
    const isPage = path !== null && !INTERFACES.test(path) && extname(path) === ''
    if (!isPage) return c.notFound()
    const page = /^\/admin(?:\/|$)/.test(path) && paths.has(ADMIN_PAGE) ? ADMIN_PAGE : '/index.html'
    return respond(c, page, await load(page))
  })
}

function respond(c: Context<GatewayEnv>, path: string, file: AppFile): Response {
  const headers: Record<string, string> = {
    'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
    'Cache-Control': /^\/(?:admin\/)?assets\//.test(path)
      ? 'public, max-age=31536000, immutable'
      : 'no-cache',
    ETag: file.etag,
    Vary: 'Accept-Encoding',
  }
  if (c.req.header('If-None-Match') === file.etag) return c.body(null, 304, headers)
  const wantsGzip = /\bgzip\b/.test(c.req.header('Accept-Encoding') ?? '')
  if (file.gzipped && wantsGzip) {
    return c.body(file.gzipped, 200, { ...headers, 'Content-Encoding': 'gzip' })
  }
  return c.body(file.body, 200, headers)
}

async function loadFile(path: string, extension: string): Promise<AppFile> {
  const body = new Uint8Array(await readFile(path))
  return {
    body,
    gzipped: ALREADY_COMPRESSED.has(extension) ? null : new Uint8Array(await compress(body)),
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
  }
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .map((path) => path.replaceAll(sep, '/'))
  } catch (cause) {
    if (isMissing(cause)) return []
    throw cause
  }
}

/** The path as a file name; null when its escapes make none. */
function decodedPath(c: Context<GatewayEnv>): string | null {
  try {
    return decodeURIComponent(c.req.path)
  } catch {
    return null
  }
}
