/** What a backup says of itself; nothing of it is about people. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import * as v from 'valibot'
import { readIfThere, writeDurably } from '../../files'
import { StartError } from '../../start-error'

export const BACKUP_FILES = { sqlite: 'gateway.sqlite', postgres: 'gateway.dump' } as const

const Manifest = v.object({
  v: v.literal(1),
  kind: v.picklist(['sqlite', 'postgres']),
  mode: v.picklist(['training', 'production']),
  /** ISO 8601, UTC. */
  madeAt: v.string(),
  schemaVersion: v.number(),
  /** Rows by table. */
  tables: v.record(v.string(), v.number()),
  /** SHA-256 of the file, hexadecimal. */
  sha256: v.string(),
  keys: v.array(
    v.object({
      use: v.picklist(['columns', 'patients', 'token', 'seal']),
      id: v.string(),
      fingerprint: v.string(),
    }),
  ),
})
export type Manifest = v.InferOutput<typeof Manifest>

export function writeManifest(folder: string, manifest: Manifest): void {
  writeDurably(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}

/** @throws StartError when there is none, or it does not fit */
export function readManifest(folder: string): Manifest {
  const text = readIfThere(join(folder, 'manifest.json'))
  if (text === undefined)
    throw new StartError('This folder holds no backup: manifest.json is missing.')
  const parsed = v.safeParse(Manifest, parse(text))
  if (!parsed.success) throw new StartError('manifest.json of the backup cannot be read.')
  return parsed.output
}

export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // No JSON: the schema refuses it.
    return undefined
  }
}
