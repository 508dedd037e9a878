import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

export type CaptureStep =
  | 'idle'
  | 'setting'
  | 'handOver'
  | 'consent'
  | 'place'
  | 'pin'
  | 'hold'
  | 'face'
  | 'official'
  | 'app'
  | 'saved'

/**
 * In whose hands the tablet is. Apart from the stores that change it: the lock and the addresses ask it before anybody has
 * unlocked, when nothing of a check is there yet.
 */
export const useTabletStore = defineStore('tablet', () => {
  /** Where the check that is under way stands; the check's own (capture.ts). */
  const step = ref<CaptureStep>('idle')
  /** The patient has the tablet for that check. */
  const patientSide = ref(false)
  /** The patient's own screen where it is another than the check's; null: none. Set and cleared by that screen's store. */
  const ownPath = ref<string | null>(null)

  /** The one address that is open now; null: staff have the tablet. */
  const patientPath = computed(() => ownPath.value ?? (patientSide.value ? '/check' : null))

  return { step, patientSide, ownPath, patientPath }
})
