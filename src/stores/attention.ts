import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useChecksStore } from './checks'
import { useConsentsStore } from './consents'

type Claims = ReturnType<typeof import('./claims').useClaimsStore>
type Declarations = ReturnType<typeof import('./kept-declarations').useKeptDeclarationsStore>

/** 要対応: how much waits for somebody, on the page itself and on the way to it. */
export const useAttentionStore = defineStore('attention', () => {
  const checks = useChecksStore()
  const consents = useConsentsStore()
  /** Their rules are many, and the first list has no need of them. */
  const claims = shallowRef<Claims | null>(null)
  const declarations = shallowRef<Declarations | null>(null)

  const total = computed(
    () =>
      checks.toAttend +
      consents.endingSoon.length +
      (claims.value?.attention.length ?? 0) +
      (declarations.value?.ending.length ?? 0),
  )

  /** Counts the claims too, from now on. Checks and consents are counted without it. */
  async function countClaims(): Promise<void> {
    const { useKeptDeclarationsStore } = await import('./kept-declarations')
    declarations.value = useKeptDeclarationsStore()
    const { useClaimsStore } = await import('./claims')
    claims.value = useClaimsStore()
    await claims.value.reloadAttention()
  }

  return { total, countClaims }
})
