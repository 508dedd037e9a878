import { defineStore } from 'pinia'
import { ref } from 'vue'
import { useServices } from './services'

/** The line and what waits behind it, as the bar on every staff screen says it. */
export const useLineStore = defineStore('line', () => {
  const { sync } = useServices()
  const state = ref(sync.line().state)
  const lastSyncAt = ref(sync.line().lastSyncAt)
  const waiting = ref(0)
  const refused = ref(0)
  const awaiting = ref(0)
  const sending = ref(false)

  async function refresh(): Promise<void> {
    const counts = await sync.counts()
    waiting.value = counts.waiting
    refused.value = counts.refused
    awaiting.value = counts.awaiting
  }

  sync.onLine((line) => {
    state.value = line.state
    lastSyncAt.value = line.lastSyncAt
  })
  sync.onChange(() => void refresh())

  async function sendNow(): Promise<void> {
    sending.value = true
    try {
      await sync.sendNow()
      await refresh()
    } finally {
      sending.value = false
    }
  }

  return { state, lastSyncAt, waiting, refused, awaiting, sending, refresh, sendNow }
})
