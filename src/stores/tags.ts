import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { ErrorCode } from '../../domain/errors'
import type { Result } from '../../domain/outcome'
import {
  createTagId,
  meaningOfTag,
  tagAddress,
  tagPath,
  tagsOfPatient,
  type KnownTag,
  type TagKind,
  type TagMeaning,
  type VisitTag,
} from '../../domain/tags'
import type { Visit } from '../../domain/visit'
import { useServices } from './services'
import { useTabletStore } from './tablet'
import type { TagRow } from './tag-port'
import { useVisitsStore } from './visits'

/** What a tap asks of whoever shows screens. */
export interface Tap {
  /** The route it opens; `/tag` where there is only something to say. */
  path: string
}

/** Visit tags and 診察券: listening for a tap, writing, locking, taking out of use. */
export const useTagsStore = defineStore('tags', () => {
  const { tags: port, sync, now, randomBytes, createId } = useServices()
  const tablet = useTabletStore()
  const visits = useVisitsStore()
  const listening = ref<'off' | 'starting' | 'on'>('off')
  const work = ref<'idle' | 'writing' | 'locking'>('idle')
  const error = ref<ErrorCode | null>(null)
  /** What the last tap held that opens nothing. */
  const trouble = ref<ErrorCode | null>(null)
  const tap = shallowRef<Tap | null>(null)
  const rows = shallowRef<TagRow[]>([])
  /** Written in this session and still at hand to be locked. */
  const written = shallowRef<(VisitTag & { isLocked: boolean }) | null>(null)
  let scan: AbortController | null = null
  let current: AbortController | null = null
  let session = 0

  const known = computed<KnownTag[]>(() => mergeRows(rows.value))
  const waiting = computed(() => rows.value.filter(({ state }) => state === 'waiting').length)
  const refused = computed(() => rows.value.filter(({ state }) => state === 'refused'))

  sync.onLine(({ state }) => {
    if (state === 'online' && waiting.value > 0) void register()
  })

  async function load(): Promise<void> {
    const mine = session
    const kept = await port.rows()
    if (mine === session) rows.value = kept
  }

  function onTag(read: Result<VisitTag>): void {
    // While one is being written or locked the tap belongs to that; the patient's screens are never left by a tap.
    if (work.value !== 'idle' || tablet.patientPath !== null) return
    trouble.value = read.ok ? null : read.code
    tap.value = { path: read.ok ? tagPath(read.value) : '/tag' }
  }

  /** Wants a tap of the user where the permission has not been given yet. */
  async function startScan(): Promise<void> {
    if (listening.value !== 'off') return
    const own = new AbortController()
    scan = own
    listening.value = 'starting'
    error.value = null
    const begun = await port.scan(onTag, own.signal)
    if (scan !== own) return
    listening.value = begun.ok ? 'on' : 'off'
    if (begun.ok) return
    scan = null
    error.value = begun.code
  }

  /** Listens again without asking anybody, where it was allowed before. */
  async function resumeScan(): Promise<void> {
    const mine = session
    if (!port.isSupported || (await port.permission()) !== 'granted') return
    if (mine === session) await startScan()
  }

  /** Lets go of the NFC: another app that shall read a card would not see it otherwise. */
  function stopScan(): void {
    scan?.abort()
    scan = null
    listening.value = 'off'
  }

  function meaning(id: string, isOpen: (visit: Visit) => boolean): TagMeaning {
    return meaningOfTag(id, visits.visits, known.value, isOpen)
  }

  /** A tag that was tapped is written, whatever became of the page that wrote it. */
  async function confirmWritten(id: string): Promise<void> {
    const unsure = rows.value.find((row) => row.id === id && row.state === 'writing')
    if (!unsure) return
    await port.keep({ ...unsure, state: 'waiting' })
    await load()
    await register()
  }

  async function run(
    what: 'writing' | 'locking',
    act: (signal: AbortSignal) => Promise<Result<null>>,
  ): Promise<Result<null> | null> {
    if (work.value !== 'idle') return null
    const own = new AbortController()
    current = own
    work.value = what
    error.value = null
    try {
      const result = await act(own.signal)
      if (!result.ok) error.value = result.code
      return result
    } finally {
      if (current === own) {
        current = null
        work.value = 'idle'
      }
    }
  }

  /** Keeps whose it is first, then writes: a crash in between leaves no tag that nobody knows. */
  async function write(visit: Visit, kind: TagKind, overwrite: boolean): Promise<void> {
    const mine = session
    written.value = null
    const tag: VisitTag = { id: createTagId(randomBytes), kind }
    const row: TagRow = {
      v: 1,
      row: createId(),
      ...tag,
      patientId: visit.patientId,
      writtenAt: new Date(now()).toISOString(),
      retiredAt: null,
      state: 'writing',
    }
    const result = await run('writing', async (signal) => {
      const kept = await port.keep(row)
      if (!kept.ok) return kept
      const done = await port.write(tagAddress(port.origin, tag), { overwrite, signal })
      if (done.ok) return port.keep({ ...row, state: 'waiting' })
      // Torn off in the middle, the tag may hold it: then the row stays, and a tap proves it.
      if (done.code !== 'TZ-T12') await port.drop(row.row)
      return done
    })
    if (mine !== session) return
    await load()
    if (result?.ok !== true) return
    written.value = { ...tag, isLocked: false }
    await register()
  }

  async function lock(): Promise<void> {
    const tag = written.value
    if (!tag) return
    const locked = await run('locking', (signal) => port.lock(tag.id, signal))
    if (locked?.ok === true) written.value = { ...tag, isLocked: true }
  }

  function stop(): void {
    current?.abort()
  }

  /** Takes a lost tag out of use, here at once and everywhere as soon as there is a line. */
  async function retire(tag: VisitTag, patientId: string): Promise<void> {
    const at = new Date(now()).toISOString()
    const own = rows.value.find((row) => row.id === tag.id)
    const kept = await port.keep({
      v: 1,
      row: createId(),
      ...tag,
      patientId,
      writtenAt: own?.writtenAt ?? at,
      retiredAt: at,
      state: 'waiting',
    })
    error.value = kept.ok ? null : kept.code
    if (written.value?.id === tag.id) written.value = null
    await load()
    await register()
  }

  /** Without a line it waits; nobody has to do anything. */
  async function register(): Promise<void> {
    await port.register()
    await load()
  }

  function forget(): void {
    written.value = null
    error.value = null
  }

  function clear(): void {
    session += 1
    stopScan()
    stop()
    rows.value = []
    trouble.value = null
    tap.value = null
    forget()
  }

  return {
    isSupported: port.isSupported,
    listening,
    work,
    error,
    trouble,
    tap,
    written,
    waiting,
    refused,
    load,
    startScan,
    resumeScan,
    stopScan,
    meaning,
    confirmWritten,
    tagsOf: (patientId: string) => tagsOfPatient(patientId, visits.visits, known.value),
    write,
    lock,
    stop,
    retire,
    register,
    forget,
    clear,
  }
})

/** One entry for each tag; once any row says so it is out of use. A refused id is somebody else's and opens nothing. */
function mergeRows(rows: readonly TagRow[]): KnownTag[] {
  const tags = new Map<string, KnownTag>()
  for (const { id, kind, patientId, retiredAt, state } of rows) {
    if (state === 'refused') continue
    const isRetired = retiredAt !== null || tags.get(id)?.isRetired === true
    tags.set(id, { id, kind, patientId, isRetired })
  }
  return [...tags.values()]
}
