import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { CertificateNotice } from '../../domain/answer'
import { certificateNotice } from '../../domain/certificate'
import { dayInJapan } from '../../domain/days'
import type { ErrorCode } from '../../domain/errors'
import { useCaptureStore } from './capture'
import { useServices } from './services'
import type { CardStage } from './view-types'

export type TryOutcome =
  | {
      kind: 'ready'
      certificate: CertificateNotice
      /** `YYYY-MM-DD`, of the card itself; null where the card does not say. */
      cardExpiry: string | null
      triesLeft: number
      /** How long the whole reading took. */
      ms: number
    }
  | { kind: 'failed'; code: ErrorCode }

/**
 * カードの読み取りを試す: everything that is read before a PIN is typed, with the reader that is connected and a training
 * card. Nothing is presented to the card, saved or sent, and the certificate itself is dropped at once.
 */
export const useTryReaderStore = defineStore('tryReader', () => {
  const { card, now } = useServices()
  const capture = useCaptureStore()
  const stage = ref<CardStage>('idle')
  const progress = ref(0)
  const running = shallowRef<AbortController | null>(null)
  const outcome = shallowRef<TryOutcome | null>(null)

  /** Does nothing while a check has the reader. */
  async function run(): Promise<void> {
    if (running.value || capture.step !== 'idle') return
    const own = new AbortController()
    running.value = own
    outcome.value = null
    progress.value = 0
    stage.value = 'searching'
    const began = now()
    try {
      const read = await card.prepare((next, fraction) => {
        if (running.value !== own) return
        stage.value = next
        progress.value = fraction
      }, own.signal)
      if (running.value !== own) return
      outcome.value = read.ok
        ? {
            kind: 'ready',
            certificate: certificateNotice(read.value.certificateLastDay, dayInJapan(now())),
            cardExpiry: read.value.cardExpiry,
            triesLeft: read.value.triesLeft,
            ms: now() - began,
          }
        : { kind: 'failed', code: read.code }
      await card.release()
    } finally {
      if (running.value === own) {
        running.value = null
        stage.value = 'idle'
      }
    }
  }

  async function stop(): Promise<void> {
    if (!running.value) return
    running.value.abort()
    running.value = null
    stage.value = 'idle'
    await card.release()
  }

  function clear(): void {
    outcome.value = null
  }

  return {
    stage,
    progress,
    isRunning: computed(() => running.value !== null),
    outcome,
    run,
    stop,
    clear,
  }
})
