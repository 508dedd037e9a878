// Runs one of the repository's own TypeScript tools and ends with its exit code.
import { ROOT, runOrExit, tool } from './install.mjs'

export function runTool(path, env = {}) {
  runOrExit(
    process.execPath,
    ['--import', `file://${tool('tsx/dist/loader.mjs')}`, path, ...process.argv.slice(2)],
    { cwd: ROOT, env: { ...process.env, ...env } },
  )
  process.exit(0)
}
