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
  // Each share that is dead holds a thread (docs/running.md).
  { stdio: 'inherit', env: { UV_THREADPOOL_SIZE: '64', ...process.env } },
)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => gateway.kill(signal))
// Ended by the wish of whoever runs it, or by the system for want of memory: only the first is well.
const WISHED = ['SIGINT', 'SIGTERM']
gateway.on('exit', (code, signal) => process.exit(WISHED.includes(signal) ? 0 : (code ?? 1)))
