/** What the administrator of the facility does on the gateway's data folder, by the gateway's own command. */
import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const DIST = process.env['TAZUNE_DIST'] ?? fileURLToPath(new URL('../../dist/', import.meta.url))

/** Runs one command, such as `--revoke ID`, and resolves with what it printed. */
export async function administer(data: string, ...flags: string[]): Promise<string> {
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, [
    join(DIST, 'server/main.js'),
    '--data',
    data,
    ...flags,
  ])
  return stdout
}

/** The id of the only device. @throws Error when there is not exactly one */
export async function onlyDevice(data: string): Promise<string> {
  const lines = (await administer(data, '--devices')).trim().split('\n')
  const id = /^\S+/.exec(lines[0] ?? '')?.[0]
  if (lines.length !== 1 || id === undefined) throw new Error('not exactly one device')
  return id
}

/**
 * Another key for access tokens, from the gateway's next start on: every token out there is refused from one moment
 * to the next, as at the end of its ten minutes.
 */
export function endAllTokens(data: string): void {
  const path = join(data, 'keys.json')
  const keys = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  writeFileSync(path, JSON.stringify({ ...keys, token: privateKey.export({ format: 'jwk' }) }))
}
