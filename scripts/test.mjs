// npm test: installs what is missing, then type-check, lint, format, every test; last line `N passed, N failed`.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './lib/build.mjs'
import { ensureChromium } from './lib/chromium.mjs'
import { ensureInstalled, ROOT, tool } from './lib/install.mjs'
import { ensurePcsc } from './lib/pcsc.mjs'
import { ensurePostgres } from './lib/postgres.mjs'

ensureInstalled()
const env = { ...process.env, CHROMIUM_PATH: ensureChromium(), CI: process.env.CI ?? 'true' }
const scratch = mkdtempSync(join(tmpdir(), 'tazune-test-'))
let passed = 0
let skipped = 0
/** What failed, each with what was said of it. */
const faults = []

/** A check that is right or wrong as a whole counts as one test. */
async function check(name, script, args) {
  const said = []
  const child = spawn(process.execPath, [tool(script), ...args], { cwd: ROOT, env })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => said.push(data))
  const status = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  // Said when it has ended, so that those beside it do not talk into it.
  console.log(`\n── ${name}`)
  process.stdout.write(Buffer.concat(said))
  if (status === 0) passed += 1
  else faults.push({ name, why: 'see above' })
}

function vitest(name, projects) {
  const report = join(scratch, `${projects.join('-')}.json`)
  const args = ['run', ...projects.flatMap((project) => ['--project', project])]
  console.log(`\n── ${name}`)
  const { status } = spawnSync(
    process.execPath,
    [
      tool('vitest/vitest.mjs'),
      ...args,
      '--reporter=default',
      `--reporter=${join(ROOT, 'scripts', 'lib', 'vitest-summary.mjs')}`,
    ],
    { cwd: ROOT, stdio: 'inherit', env: { ...env, TAZUNE_TEST_SUMMARY: report } },
  )
  let summary
  try {
    summary = JSON.parse(readFileSync(report, 'utf8'))
  } catch (error) {
    faults.push({ name, why: `no report: ${error.message}` })
    return
  }
  passed += summary.passed
  skipped += summary.skipped
  faults.push(...summary.faults)
  if (status !== 0 && summary.faults.length === 0)
    faults.push({ name, why: `ended with ${status}` })
}

// Each keeps one core busy and none writes what another reads.
await Promise.all([
  check('types', 'vue-tsc/bin/vue-tsc.js', ['-b']),
  check('lint', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0']),
  check('format', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']),
])
ensurePostgres()
ensureBuilt()
// Tests that start a gateway as a process start the one that is delivered, which is there sooner than one from its sources.
env.TAZUNE_BUILT_GATEWAY = join(ROOT, 'dist', 'server', 'main.js')
vitest('unit and component tests', ['unit', 'component'])
ensurePcsc()
vitest('PC/SC tests', ['pcsc'])
vitest('browser tests', ['browser'])
rmSync(scratch, { recursive: true, force: true })

// Once more at the end, for whoever sees only the end of it.
for (const { name, why } of faults) console.log(`\nFAILED ${name}\n${why}`)
console.log(
  `\n${passed} passed, ${faults.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
)
process.exit(faults.length === 0 ? 0 : 1)
