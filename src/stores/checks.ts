import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { EligibilityAnswer } from '../../domain/answer'
import { useServices } from './services'
import type { CheckRow } from './view-types'

const PAGE = 50

/** 送信箱 and 要対応: what stands on this device, derived from where each record stands. */
export const useChecksStore = defineStore('checks', () => {
  const { sync, records } = useServices()
  const rows = shallowRef<CheckRow[]>([])
  const refusedRows = shallowRef<CheckRow[]>([])
  const followUps = shallowRef<{ row: CheckRow; answer: EligibilityAnswer }[]>([])
  const total = ref(0)
  const hasMore = ref(false)
  /** False until the first reading ended: until then nobody knows whether there are none. */
  const loaded = ref(false)
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null

  async function readAll(): Promise<void> {
    const wanted = Math.max(PAGE, rows.value.length)
    const [page, refused, counts] = await Promise.all([
      sync.rows(null, wanted),
      sync.refusedRows(),
      sync.counts(),
    ])
    rows.value = page
    refusedRows.value = refused
    total.value = counts.waiting + counts.awaiting + counts.answered
    hasMore.value = total.value > page.length
    loaded.value = true
    followUps.value = await readFollowUps(page)
  }

  async function readFollowUps(
    page: CheckRow[],
  ): Promise<{ row: CheckRow; answer: EligibilityAnswer }[]> {
    const open = page.filter((row) => row.state === 'answered')
    const answers = await Promise.all(open.map((row) => records.answer(row.id)))
    return open.flatMap((row, index) => {
      const answer = answers[index]
      const isSettledByItself = !answer || answer.validity === 'valid'
      return isSettledByItself ? [] : [{ row, answer }]
    })
  }

  /** One reading at a time; what changes meanwhile is read once more afterwards. */
  function reload(): Promise<void> {
    if (running) {
      next ??= running.then(() => {
        next = null
        return reload()
      })
      return next
    }
    running = readAll().finally(() => {
      running = null
    })
    return running
  }

  async function loadMore(): Promise<void> {
    const last = rows.value.at(-1)
    if (!last) return
    const page = await sync.rows(last.id, PAGE)
    rows.value = [...rows.value, ...page]
    hasMore.value = total.value > rows.value.length && page.length > 0
  }

  sync.onChange(() => void reload())

  function rowOf(id: string): CheckRow | undefined {
    return rows.value.find((row) => row.id === id) ?? refusedRows.value.find((row) => row.id === id)
  }

  function answerOf(id: string): Promise<EligibilityAnswer | null> {
    return records.answer(id)
  }

  function clear(): void {
    rows.value = []
    refusedRows.value = []
    followUps.value = []
    loaded.value = false
  }

  return {
    rows,
    refusedRows,
    followUps,
    total,
    hasMore,
    loaded,
    reload,
    loadMore,
    rowOf,
    answerOf,
    clear,
    withdraw: (id: string, reason: string) => sync.withdraw(id, reason),
    retry: (id: string) => sync.retry(id),
    settle: (id: string) => sync.settle(id),
    exportRefused: (id: string) => sync.exportRefused(id),
  }
})
