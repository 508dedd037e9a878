import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { EligibilityAnswer } from '../../domain/answer'
import {
  type ClaimDecision,
  type ClaimDecisions,
  type ClaimWork,
  NO_WORK,
} from '../../domain/claim/work'
import { type Day, dayInJapan } from '../../domain/days'
import type { ErrorCode } from '../../domain/errors'
import type { Result } from '../../domain/outcome'
import { type Repertoire, readRepertoire } from '../../domain/repertoire'
import { type ClaimDay, type ClaimEntry, readClaimDay } from './claim-day'
import { type ClaimSettings, USUAL_SETTINGS } from './claims-port'
import { useDeviceStore } from './device'
import { oneAtATime } from './one-at-a-time'
import { useServices } from './services'

export type { ClaimEntry } from './claim-day'

const NOTHING: ClaimDay = { entries: [], unreadable: 0 }

/** 請求: what to write for each visit, by the day. Everything is read anew when a record moves, and gone with the lock. */
export const useClaimsStore = defineStore('claims', () => {
  const services = useServices()
  const { sync, records, claims, now } = services
  const device = useDeviceStore()
  const day = ref<Day>(dayInJapan(now()))
  const shown = shallowRef<ClaimDay>(NOTHING)
  const settings = shallowRef<ClaimSettings>(USUAL_SETTINGS)
  /** 不詳 whose 摘要 is not complete, of any day. */
  const attention = shallowRef<readonly ClaimEntry[]>([])
  /** The one of a sheet's own address; null: there is none. */
  const sheet = shallowRef<ClaimEntry | null>(null)
  const loaded = ref(false)
  const busy = ref(false)
  const error = ref<ErrorCode | null>(null)
  const opened = new Map<string, EligibilityAnswer>()
  let wanted: string | null = null
  let session = 0
  /** Moves with every choice of the settings, and again when it is kept. */
  let chosen = 0
  let table: Repertoire | null = null

  const entries = computed(() => shown.value.entries)
  const unreadable = computed(() => shown.value.unreadable)

  function repertoire(): Repertoire {
    const decoder = new TextDecoder('shift_jis')
    table ??= readRepertoire((bytes) => decoder.decode(bytes))
    return table
  }

  function read(of: Day, by: ClaimSettings): Promise<ClaimDay> {
    return readClaimDay({ services, repertoire, opened }, of, by)
  }

  async function readAll(): Promise<void> {
    const mine = session
    const of = day.value
    const version = chosen
    const by = await claims.settings()
    const [found, one] = await Promise.all([read(of, by), readSheet(by)])
    // Locked, or gone on to another day or sheet meanwhile; whoever did that reads again.
    if (mine !== session || of !== day.value) return
    // Older than a choice made meanwhile, it would undo it on the screen.
    if (version === chosen) settings.value = by
    shown.value = found
    if (one.id === wanted) sheet.value = one.entry
    loaded.value = true
  }
  const reload = oneAtATime(readAll)

  async function readSheet(
    by: ClaimSettings,
  ): Promise<{ id: string | null; entry: ClaimEntry | null }> {
    const id = wanted
    const note = id === null ? null : ((await sync.row(id))?.note ?? null)
    if (id === null || note === null) return { id, entry: null }
    const { entries: found } = await read(dayInJapan(note.capturedAt), by)
    return { id, entry: found.find(({ checkIds }) => checkIds.includes(id)) ?? null }
  }

  /** Judged with all checks of its visit: what stands on other records may settle it. */
  async function readAttention(): Promise<void> {
    const mine = session
    const by = await claims.settings()
    const days = new Set<Day>()
    for (const [id, kept] of await records.allKept()) {
      if (kept.kind !== 'declaration') continue
      const note = (await sync.row(id))?.note
      if (note) days.add(dayInJapan(note.capturedAt))
    }
    const found = await Promise.all([...days].sort().map((one) => read(one, by)))
    if (mine !== session) return
    attention.value = found
      .flatMap((one) => one.entries)
      .filter(({ state, claim }) => state === 'open' && claim.declaration !== null)
  }
  const reloadAttention = oneAtATime(readAttention)

  sync.onChange(() => {
    if (loaded.value) void reload()
    void reloadAttention()
  })
  services.device.onLocked(clear)

  async function showDay(next: Day): Promise<void> {
    if (next !== day.value) {
      day.value = next
      shown.value = NOTHING
      loaded.value = false
    }
    await reload()
  }

  /** @param id of any check of the visit */
  async function showSheet(id: string): Promise<void> {
    if (wanted !== id) sheet.value = null
    wanted = id
    await reload()
  }

  let last: Promise<unknown> = Promise.resolve()

  /** One after the other: an answer given while the one before is still being kept is kept too. */
  function attempt(action: () => Promise<Result<unknown>>): Promise<boolean> {
    const turn = last.then(() => run(action))
    last = turn.catch(() => undefined)
    return turn
  }

  async function run(action: () => Promise<Result<unknown>>): Promise<boolean> {
    busy.value = true
    error.value = null
    try {
      const result = await action()
      if (!result.ok) error.value = result.code
      return result.ok
    } finally {
      busy.value = false
      await Promise.all([reload(), reloadAttention()])
    }
  }

  /** Keeps what somebody said of this claim, with who and when; null takes it back. */
  function decide<Name extends ClaimDecision>(
    entry: ClaimEntry,
    name: Name,
    value: ClaimDecisions[Name]['value'] | null,
  ): Promise<boolean> {
    const said = { value, ...signature() }
    return attempt(async () => {
      // As it stands now: what the screen showed may be older than the answer before this one.
      const work: ClaimWork = { ...((await claims.works([entry.id])).get(entry.id) ?? NO_WORK) }
      if (value === null) Reflect.deleteProperty(work, name)
      else Object.assign(work, { [name]: said })
      return claims.putWork(entry.id, work)
    })
  }

  function signature(): { by: string; at: string } {
    return { by: device.currentStaff?.name ?? '', at: new Date(now()).toISOString() }
  }

  function setSettings(change: Partial<Omit<ClaimSettings, 'v'>>): Promise<boolean> {
    // At once: a file may be written the moment after its character set was chosen.
    settings.value = { ...settings.value, ...change }
    chosen += 1
    return attempt(async () => {
      const kept = await claims.putSettings({ ...(await claims.settings()), ...change })
      chosen += 1
      return kept
    })
  }

  /** 請求の作業を終える. What was kept goes first: nothing is called closed while it still stands. */
  function close(closing: readonly ClaimEntry[]): Promise<boolean> {
    return attempt(async () => {
      for (const { id, checkIds } of closing) {
        for (const checkId of checkIds) {
          const closed = await sync.closeClaim(checkId)
          if (!closed.ok) return closed
        }
        const put = await claims.putWork(id, { v: 1, closed: signature() })
        if (!put.ok) return put
      }
      return { ok: true, value: null }
    })
  }

  function clear(): void {
    session += 1
    shown.value = NOTHING
    sheet.value = null
    attention.value = []
    settings.value = USUAL_SETTINGS
    wanted = null
    loaded.value = false
    error.value = null
    opened.clear()
    day.value = dayInJapan(now())
  }

  return {
    day,
    entries,
    unreadable,
    sheet,
    settings,
    attention,
    loaded,
    busy,
    error,
    repertoire,
    showDay,
    showSheet,
    reload,
    reloadAttention,
    decide,
    setSettings,
    close,
    clear,
  }
})
