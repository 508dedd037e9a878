// Runs one of the repository's own TypeScript tools, passes signals on, and ends with its exit code.
import { spawn } from 'node:child_process'
import { ROOT, tool } from './install.mjs'

export function runTool(path, env = {}) {
  const child = spawn(
    process.execPath,
    ['--import', `file://${tool('tsx/dist/loader.mjs')}`, path, ...process.argv.slice(2)],
    { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } },
  )
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal))
  }
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}
