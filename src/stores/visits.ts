import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { ErrorCode } from '../../domain/errors'
import type { Visit } from '../../domain/visit'
import { useChecksStore } from './checks'
import { useServices } from './services'
import type { CheckRow } from './view-types'

/** 今日の訪問: from the vault at once, from the gateway when there is a line. */
export const useVisitsStore = defineStore('visits', () => {
  const { records, now } = useServices()
  const checks = useChecksStore()
  const visits = shallowRef<Visit[]>([])
  const loadedAt = ref<number | null>(null)
  const loading = ref(false)
  const error = ref<ErrorCode | null>(null)

  /** Changes when the device is locked: a list that was still on its way then is not shown any more. */
  let session = 0

  async function load(): Promise<void> {
    const mine = session
    const kept = await records.visits()
    if (mine === session) visits.value = kept
  }

  async function refresh(): Promise<void> {
    if (loading.value) return
    const mine = session
    loading.value = true
    error.value = null
    try {
      const fetched = await records.refreshVisits()
      if (mine !== session) return
      if (fetched.ok) {
        visits.value = fetched.value
        loadedAt.value = now()
      } else {
        error.value = fetched.code
      }
    } finally {
      if (mine === session) loading.value = false
    }
  }

  function byId(id: string): Visit | undefined {
    return visits.value.find((visit) => visit.id === id)
  }

  /** By visit, the newest check that this device has of it; ids are in the order of capture. */
  const newest = computed(() => {
    const found = new Map<string, CheckRow>()
    for (const row of [...checks.rows, ...checks.refusedRows]) {
      const visitId = row.note?.visitId
      if (!visitId) continue
      const other = found.get(visitId)
      if (other === undefined || other.id < row.id) found.set(visitId, row)
    }
    return found
  })

  /** Also one that was refused: staff see why the visit is open again. */
  function stateOf(visitId: string): CheckRow | null {
    return newest.value.get(visitId) ?? null
  }

  function clear(): void {
    session += 1
    visits.value = []
    loadedAt.value = null
    loading.value = false
    error.value = null
  }

  return { visits, loadedAt, loading, error, load, refresh, byId, stateOf, clear }
})
