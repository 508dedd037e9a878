/** The data folder: made for its owner only, for one mode for ever, and served by one process at a time. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Libsql from 'libsql'
import * as v from 'valibot'
import { Health, PATHS, type Mode } from '../../api/wire'
import type { FacilityConfig } from '../config/facilities'
import { errorCodeOf } from '../error-code'
import { readIfThere, writeDurably } from '../files'
import { openGatewayKeys, type GatewayKeys } from '../keys/gateway-keys'
import { StartError } from '../start-error'
import type { CliOptions } from './options'
import { parseJson } from '../parse-json'

const Running = v.object({ pid: v.number(), port: v.number(), url: v.string() })
export type Running = v.InferOutput<typeof Running>

const TRAINING_FACILITY: FacilityConfig = {
  id: 'training-facility',
  name: '訓練訪問看護ステーション みほん',
  staff: [
    { id: 'staff-nurse-1', name: '看護　花子' },
    { id: 'staff-nurse-2', name: '看護　太郎' },
    { id: 'staff-admin', name: '管理　次郎' },
  ],
  // Of the names that lead nowhere (RFC 2606).
  officialWeb: 'https://zaitaku-uketsuke.example/kunren/1399999999',
}

/**
 * Makes the folder (0700) and binds it to a mode: what was recorded in training must never be taken for real.
 * @throws StartError when it belongs to the other mode
 */
export function openDataFolder(folder: string, mode: Mode): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const path = join(folder, 'mode')
  const kept = readIfThere(path)?.trim()
  if (kept === undefined) writeDurably(path, `${mode}\n`)
  else if (kept !== mode) {
    throw new StartError(`This data folder belongs to ${kept} mode and cannot be used for ${mode}.`)
  }
}

/** Those that are there. @throws StartError where there are none: new ones would open nothing of the database */
export function ownKeys(folder: string): Promise<GatewayKeys> {
  if (existsSync(join(folder, 'keys.json'))) return openGatewayKeys(folder)
  throw new StartError(
    'The data folder has no keys.json; put the one that belongs to the database there.',
  )
}

/**
 * Takes the folder for this process alone and returns the function that gives it back. The lock is SQLite's own on a
 * file that holds nothing: the operating system ends it with the process, however the process ends.
 * @throws StartError when another gateway has it
 */
export async function lockDataFolder(folder: string): Promise<() => void> {
  const path = join(folder, 'lock.sqlite')
  closeSync(openSync(path, 'a', 0o600))
  const connection = new Libsql(path)
  try {
    connection.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    connection.close()
    const running = await findRunning(folder)
    throw new StartError(
      running
        ? `A gateway already serves this data folder at ${running.url}`
        : 'Another gateway is starting or stopping on this data folder; try again in a moment.',
      { cause },
    )
  }
  return () => connection.close()
}

/**
 * The facilities to be served; a fictitious one in training where none is given.
 * @throws StartError when production has none
 */
export function facilitiesOf({
  facilities,
  mode,
}: Pick<CliOptions, 'facilities' | 'mode'>): FacilityConfig[] {
  if (facilities !== null) return facilities
  if (mode === 'training') return [TRAINING_FACILITY]
  throw new StartError('Production mode needs facility.json (id, name, staff) in the data folder.')
}

/**
 * The one that a command speaks of.
 * @throws StartError when there are several and none was named, or another was
 */
export function facilityOf(
  options: Pick<CliOptions, 'facilities' | 'mode' | 'facility'>,
): FacilityConfig {
  const all = facilitiesOf(options)
  const { facility: named } = options
  const found = named === null ? (all.length === 1 ? all[0] : undefined) : byId(all, named)
  if (found) return found
  throw new StartError(
    named === null
      ? 'There are several facilities; name one by --facility.'
      : 'There is no facility of that id.',
  )
}

function byId(all: readonly FacilityConfig[], id: string): FacilityConfig | undefined {
  return all.find((one) => one.id === id)
}

/** Lets tools find the gateway: `gateway.json` with its pid, port and address. */
export function announce(folder: string, running: Running): void {
  writeDurably(join(folder, 'gateway.json'), JSON.stringify(running))
}

/** Takes the note back, unless it is another gateway's by now: several may share a folder on PostgreSQL. */
export function withdrawAnnouncement(folder: string, pid: number = process.pid): void {
  const path = join(folder, 'gateway.json')
  const text = readIfThere(path)
  const parsed = v.safeParse(Running, text === undefined ? undefined : parseJson(text))
  if (parsed.success && parsed.output.pid !== pid) return
  rmSync(path, { force: true })
}

/** The gateway that serves this folder now, if it truly answers; a killed one leaves only its note. */
export async function findRunning(folder: string): Promise<Running | undefined> {
  const text = readIfThere(join(folder, 'gateway.json'))
  const parsed = v.safeParse(Running, text === undefined ? undefined : parseJson(text))
  if (!parsed.success || !isAlive(parsed.output.pid)) return undefined
  try {
    const reply = await fetch(`http://127.0.0.1:${parsed.output.port}${PATHS.health}`, {
      signal: AbortSignal.timeout(2_000),
    })
    return v.is(Health, await reply.json()) ? parsed.output : undefined
  } catch {
    // Nobody answers at that port: the pid belongs to someone else by now.
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (cause) {
    return errorCodeOf(cause) === 'EPERM'
  }
}
