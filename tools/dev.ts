/** npm run dev: vite with hot reload before a real gateway and sandbox, over a line that can be made bad. */
import { spawn } from 'node:child_process'
import { createServer as createProbe, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer, type Plugin } from 'vite'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const WIRE = ['/v1', '/health', '/openapi.json']

type Line = 'good' | 'flaky' | 'off'
let line: Line = 'good'

/** Refuses, delays or answers late, as a line in a house with thick walls does. */
function flakyLine(): Plugin {
  return {
    name: 'flaky-line',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = request.url ?? ''
        if (line === 'good' || !WIRE.some((prefix) => path.startsWith(prefix))) {
          next()
          return
        }
        if (line === 'off' || Math.random() < 0.4) {
          request.socket.destroy()
          return
        }
        setTimeout(next, 300 + Math.random() * 4000)
        response.on('finish', () => {
          if (Math.random() < 0.2) request.socket.destroy()
        })
      })
    },
  }
}

async function findFreePort(): Promise<number> {
  const probe = createProbe()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

const gatewayPort = await findFreePort()
const server = await createServer({
  root: ROOT,
  plugins: [flakyLine()],
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(WIRE.map((path) => [path, `http://127.0.0.1:${gatewayPort}`])),
  },
})
await server.listen()
// A name and not an address: browsers give passkeys to names only.
const origin = (server.resolvedUrls?.local[0] ?? '')
  .replace(/\/$/, '')
  .replace('127.0.0.1', 'localhost')

const gateway = spawn(
  process.execPath,
  [
    '--import',
    `file://${join(ROOT, 'node_modules/tsx/dist/loader.mjs')}`,
    join(ROOT, 'server/main.ts'),
    ...['--data', join(ROOT, '.tazune/dev'), '--port', String(gatewayPort), '--origin', origin],
  ],
  { stdio: 'inherit' },
)

console.log(`\n${origin}\nline: g = good, f = flaky, o = off, q = quit`)

async function stop(): Promise<void> {
  gateway.kill('SIGTERM')
  await server.close()
  process.exit(0)
}

if (process.stdin.isTTY) process.stdin.setRawMode(true)
process.stdin.on('data', (keys: Buffer) => {
  for (const key of keys.toString()) {
    if (key === 'q' || key === '\u0003') void stop()
    const chosen = { g: 'good', f: 'flaky', o: 'off' }[key] as Line | undefined
    if (chosen) {
      line = chosen
      console.log(`line: ${line}`)
    }
  }
})
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop())
gateway.on('exit', (code) => process.exit(code ?? 0))
// Vite ends the process by itself when its input is closed.
process.on('exit', () => gateway.kill('SIGTERM'))
