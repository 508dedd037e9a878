import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
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

  async function load(): Promise<void> {
    visits.value = await records.visits()
  }

  async function refresh(): Promise<void> {
    if (loading.value) return
    loading.value = true
    error.value = null
    try {
      await load()
      const fetched = await records.refreshVisits()
      if (fetched.ok) {
        visits.value = fetched.value
        loadedAt.value = now()
      } else {
        error.value = fetched.code
      }
    } finally {
      loading.value = false
    }
  }

  function byId(id: string): Visit | undefined {
    return visits.value.find((visit) => visit.id === id)
  }

  /** The newest check of that visit, if this device has one. */
  function stateOf(visitId: string): CheckRow | null {
    return checks.rows.find((row) => row.note?.visitId === visitId) ?? null
  }

  function clear(): void {
    visits.value = []
    loadedAt.value = null
  }

  return { visits, loadedAt, loading, error, load, refresh, byId, stateOf, clear }
})
