// npm run bench -- NAME: a benchmark of bench/, in this machine's own figures.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './lib/build.mjs'
import { ensureChromium } from './lib/chromium.mjs'
import { ensureInstalled, ROOT, runOrExit } from './lib/install.mjs'
import { runTool } from './lib/run-tool.mjs'

/** Everything they measure is in this process. */
const WITHOUT_BROWSER = ['card', 'decide', 'gateway', 'gateways', 'kill', 'oqs', 'typing']
const name = process.argv[2] ?? ''
if (!/^[a-z]+$/.test(name) || !existsSync(join(ROOT, 'bench', `${name}.ts`))) {
  console.error(
    'npm run bench -- outbox | screens | card | decide | typing | oqs | kill | gateway | gateways',
  )
  process.exit(1)
}
process.argv.splice(2, 1)
ensureInstalled()
// Lighthouse is large and no part of the app, so it is installed only for what needs it.
if (name === 'screens' && !existsSync(join(ROOT, 'bench', 'node_modules', '.package-lock.json'))) {
  console.log('Installing Lighthouse (npm ci in bench/) …')
  runOrExit('npm', ['ci', '--no-fund', '--no-audit'], {
    cwd: join(ROOT, 'bench'),
    shell: process.platform === 'win32',
  })
}
if (WITHOUT_BROWSER.includes(name)) {
  runTool(`bench/${name}.ts`)
} else {
  ensureBuilt()
  runTool(`bench/${name}.ts`, { CHROMIUM_PATH: ensureChromium() })
}
