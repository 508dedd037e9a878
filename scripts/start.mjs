// npm start: install what is missing, build what is stale, serve app, gateway and sandbox.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled, ROOT } from './lib/install.mjs'

ensureInstalled()
ensureBuilt()

const given = process.argv.slice(2)
const data = given.includes('--data') ? [] : ['--data', join(ROOT, 'data')]
const gateway = spawn(
  process.execPath,
  [join(ROOT, 'dist/server/main.js'), '--app', join(ROOT, 'dist/app'), ...data, ...given],
  { stdio: 'inherit' },
)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => gateway.kill(signal))
gateway.on('exit', (code, signal) => process.exit(signal ? 0 : (code ?? 1)))
