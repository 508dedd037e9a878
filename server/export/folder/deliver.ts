/** One answer as a file in a folder of the facility's software: whole under its name, or not there. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { errorCodeOf } from '../../error-code'
import type { FolderFiles } from '../../folders/files'
import { writeCsv, type CsvEncoding } from '../csv/write-csv'
import { toBundle, writeBundle } from '../fhir/bundle'
import type { Delivery } from '../outcome'
import type { ExportRecord } from '../record'

export interface FolderSettings {
  /** Absolute; it must be there: a folder on a share that is not mounted is not to be made. */
  folder: string
  format: { kind: 'csv'; encoding: CsvEncoding } | { kind: 'fhir' }
  /** Who may read a file besides the gateway's own user: nobody, or the group of the folder's files. */
  readers: 'owner' | 'group'
  files: FolderFiles
}

const FOR_GROUP = 0o640

/**
 * `tazune-<check>.csv` or `.json`. The same record is the same file, so that a try after a crash changes nothing; a reader
 * that takes files away may see it twice, under the same name. @throws only what is a bug
 */
export async function deliverToFolder(
  record: ExportRecord,
  { folder, format, readers, files }: FolderSettings,
): Promise<Delivery> {
  const rendered = render(record, format)
  if (rendered === null) return { kind: 'stopped', code: 'TZ-E20' }
  const name = `tazune-${safeName(record.check.id)}.${rendered.ending}`
  const path = join(folder, name)
  try {
    if (await holds(path, rendered.bytes, files)) return { kind: 'done', how: 'unchanged' }
    await writeWhole(join(folder, `.${name}.part`), path, rendered.bytes, { readers, files })
    return { kind: 'done', how: 'written' }
  } catch (fault) {
    if (errorCodeOf(fault) === null) throw fault
    return { kind: 'retry', code: 'TZ-E21' }
  }
}

function render(
  record: ExportRecord,
  format: FolderSettings['format'],
): { bytes: Uint8Array; ending: string } | null {
  if (format.kind === 'fhir') {
    return { bytes: Buffer.from(writeBundle(toBundle(record)), 'utf8'), ending: 'json' }
  }
  const file = writeCsv([record], format.encoding)
  return file.ok ? { bytes: file.bytes, ending: 'csv' } : null
}

/** An id is checked where it comes in; a path is never made of anything but these letters all the same. */
function safeName(id: string): string {
  return /^[A-Za-z0-9-]{1,64}$/.test(id) ? id : createHash('sha256').update(id).digest('hex')
}

async function holds(path: string, bytes: Uint8Array, files: FolderFiles): Promise<boolean> {
  try {
    const file = await files.open(path, 'r')
    try {
      return Buffer.from(bytes).equals(await file.readFile())
    } finally {
      await file.close()
    }
  } catch (fault) {
    if (errorCodeOf(fault) === 'ENOENT') return false
    throw fault
  }
}

async function removeIfThere(path: string, files: FolderFiles): Promise<void> {
  try {
    await files.unlink(path)
  } catch (fault) {
    if (errorCodeOf(fault) !== 'ENOENT') throw fault
  }
}

/**
 * Written beside, flushed and renamed: a reader never meets half of it, and a power cut leaves the whole or nothing. What a
 * killed gateway left beside has the same name, and goes when the file is sent again: it is a patient's.
 */
async function writeWhole(
  part: string,
  path: string,
  bytes: Uint8Array,
  { readers, files }: Pick<FolderSettings, 'readers' | 'files'>,
): Promise<void> {
  try {
    // Made anew: what stands there may have another's rights, or lead elsewhere.
    await removeIfThere(part, files)
    const file = await files.open(part, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      // Only where it is wanted: not every share lets it be changed.
      if (readers === 'group') await file.chmod(FOR_GROUP)
      await file.sync()
    } finally {
      await file.close()
    }
    await files.rename(part, path)
  } catch (fault) {
    await removeIfThere(part, files)
    throw fault
  }
}
