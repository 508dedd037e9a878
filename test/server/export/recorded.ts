/** Recorded examples: what docs/examples/export holds is what is rendered today, byte for byte. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

const FOLDER = new URL('../../../docs/examples/export/', import.meta.url)

/** Records it anew instead with `TAZUNE_RECORD=1`; the difference is then for a person to read. */
export function expectRecorded(name: string, rendered: string | Uint8Array): void {
  const path = fileURLToPath(new URL(name, FOLDER))
  const bytes = Buffer.from(rendered)
  if (process.env['TAZUNE_RECORD'] === '1') {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
  }
  const kept = readFileSync(path)
  expect(bytes.equals(kept), `docs/examples/export/${name} differs from what is rendered`).toBe(
    true,
  )
}
