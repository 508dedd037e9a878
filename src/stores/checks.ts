import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { EligibilityAnswer } from '../../domain/answer'
import { dayInJapan, startOfDay } from '../../domain/days'
import { oneAtATime } from './one-at-a-time'
import { useServices } from './services'
import type { CheckRow } from './view-types'

const PAGE = 50
/** More checks than one device makes on a day; a queue of thousands is not read for the sake of the list. */
const MOST_OF_A_DAY = 300

/** 送信箱 and 要対応: what stands on this device, derived from where each record stands. */
export const useChecksStore = defineStore('checks', () => {
  const { sync, records, now } = useServices()
  const rows = shallowRef<CheckRow[]>([])
  const refusedRows = shallowRef<CheckRow[]>([])
  /** Of the official page, for which people should decide whether to wait on. */
  const overdueWaits = shallowRef<CheckRow[]>([])
  const followUps = shallowRef<{ row: CheckRow; answer: EligibilityAnswer }[]>([])
  const total = ref(0)
  const hasMore = ref(false)
  /** False until the first reading ended: until then nobody knows whether there are none. */
  const loaded = ref(false)
  /** Changes when the device is locked: what was still being read then is not shown any more. */
  let session = 0

  async function readRows(): Promise<void> {
    const mine = session
    const wanted = Math.max(PAGE, rows.value.length)
    const [page, refused, overdue, counts] = await Promise.all([
      sync.rows(null, wanted),
      sync.refusedRows(),
      sync.overdueWaits(),
      sync.counts(),
    ])
    if (mine !== session) return
    rows.value = page
    refusedRows.value = refused
    overdueWaits.value = overdue
    total.value = counts.waiting + counts.awaiting + counts.answered
    hasMore.value = total.value > page.length
    loaded.value = true
    void completeToday()
  }

  async function readFollowUps(): Promise<void> {
    const mine = session
    const found = await sync.followUps()
    if (mine === session) followUps.value = found
  }

  const toAttend = computed(
    () =>
      refusedRows.value.filter((row) => row.state !== 'withdrawn' && !row.seenTo).length +
      overdueWaits.value.length +
      followUps.value.length,
  )

  const rereadRows = oneAtATime(readRows)
  const rereadFollowUps = oneAtATime(readFollowUps)

  /** Resolves with the rows; judging many new answers may take longer, and holds nothing up. */
  function reload(): Promise<void> {
    void rereadFollowUps()
    return rereadRows()
  }

  /** Today's visits ask which of them are checked: the rows of today are all there, after the first page is. */
  async function completeToday(): Promise<void> {
    const since = Date.parse(startOfDay(dayInJapan(now())))
    for (;;) {
      const last = rows.value.at(-1)
      const isComplete = !hasMore.value || !last || last.savedAt < since
      if (isComplete || rows.value.length >= MOST_OF_A_DAY) return
      await loadMore()
    }
  }

  async function loadMore(): Promise<void> {
    const last = rows.value.at(-1)
    if (!last) return
    const page = await sync.rows(last.id, PAGE)
    // Locked, read anew, or gone on by another meanwhile: this page no longer follows what is shown.
    if (rows.value.at(-1) !== last) return
    rows.value = [...rows.value, ...page]
    hasMore.value = total.value > rows.value.length && page.length > 0
  }

  sync.onChange(() => void reload())

  /** Also of a check that is older than the rows that are shown, as long as something is to be done about it. */
  function rowOf(id: string): CheckRow | undefined {
    const waiting = followUps.value.map(({ row }) => row)
    return [rows.value, refusedRows.value, overdueWaits.value, waiting]
      .flat()
      .find((row) => row.id === id)
  }

  function answerOf(id: string): Promise<EligibilityAnswer | null> {
    return records.answer(id)
  }

  /** 取り下げ: what the gateway has is told to it, what only stands here is marked here. */
  function takeBack({ id, state }: CheckRow, reason: string): Promise<void> {
    return state === 'accepted' ? sync.stopWaiting(id, reason) : sync.withdraw(id, reason)
  }

  function clear(): void {
    session += 1
    rows.value = []
    refusedRows.value = []
    overdueWaits.value = []
    followUps.value = []
    loaded.value = false
  }

  return {
    rows,
    refusedRows,
    overdueWaits,
    /** Every row of 要対応. */
    toAttend,
    followUps,
    total,
    hasMore,
    loaded,
    reload,
    loadMore,
    rowOf,
    answerOf,
    clear,
    takeBack,
    retry: (id: string) => sync.retry(id),
    settle: (id: string) => sync.settle(id),
    exportRefused: (id: string) => sync.exportRefused(id),
  }
})
