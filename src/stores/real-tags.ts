/** The tags port over src/nfc/tags, the vault and the gateway. */
import { MAX_TAG_BATCH } from '../../api/wire'
import { failed, ok } from '../../domain/outcome'
import type { TagDevice } from '../nfc/tags/web-nfc'
import type { DeviceServices } from '../sync/device-services'
import { StoreFault } from '../sync/store-fault'
import type { OpenVault } from './open-vault'
import type { TagRow, TagsPort } from './tag-port'
import { readTagRows, tagRowKey } from './tag-rows'

export interface RealTagsOptions {
  isSupported?: boolean
  origin?: string
  /** Fetched when it is first needed, not before the first screen. */
  loadDevice?: () => Promise<TagDevice>
}

async function loadWebNfc(): Promise<TagDevice> {
  return (await import('../nfc/tags/web-nfc')).createTagDevice()
}

export function createRealTags(
  { client }: Pick<DeviceServices, 'client'>,
  open: OpenVault,
  {
    isSupported = 'NDEFReader' in globalThis,
    origin = location.origin,
    loadDevice = loadWebNfc,
  }: RealTagsOptions = {},
): TagsPort {
  let device: Promise<TagDevice> | null = null
  const nfc = (): Promise<TagDevice> => (device ??= loadDevice())

  async function keep(row: TagRow): ReturnType<TagsPort['keep']> {
    const vault = open.current()
    if (!vault) return failed('TZ-D15')
    try {
      await vault.put(tagRowKey(row.row), row)
      return ok(null)
    } catch (cause) {
      if (cause instanceof StoreFault) return failed(cause.code)
      throw cause
    }
  }

  async function register(): ReturnType<TagsPort['register']> {
    const vault = open.current()
    const waiting = (await readTagRows(vault)).filter(({ state }) => state === 'waiting')
    for (let from = 0; from < waiting.length; from += MAX_TAG_BATCH) {
      const batch = waiting.slice(from, from + MAX_TAG_BATCH)
      const sent = await client.registerTags(
        batch.map(({ id, kind, patientId, writtenAt, retiredAt }) => ({
          id,
          kind,
          patientId,
          writtenAt,
          retiredAt,
        })),
      )
      if (!sent.ok) return sent.failure.code
      for (const [at, row] of batch.entries()) {
        const state = sent.value[at] === 'kept' ? 'registered' : 'refused'
        // Locked meanwhile, or no room: it waits on, and the same again is harmless.
        const kept = await keep({ ...row, state })
        if (!kept.ok) return kept.code
      }
    }
    return null
  }

  return {
    isSupported,
    origin,
    permission: async () => (isSupported ? (await nfc()).permission() : 'prompt'),
    scan: async (onTag, signal) => (await nfc()).scan(onTag, signal),
    write: async (address, options) => (await nfc()).write(address, options),
    lock: async (tagId, signal) => (await nfc()).lock(tagId, signal),
    rows: () => readTagRows(open.current()),
    keep,
    async drop(row) {
      const vault = open.current()
      if (vault && !vault.isLocked) await vault.delete(tagRowKey(row))
    },
    register,
  }
}
