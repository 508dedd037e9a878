/** What a page shows of the gateway: asked for when it opens, and again after each change. */
import { onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { ErrorCode } from '../../domain/errors'
import type { Reply } from './client'
import { forgetMe } from './session'

export interface Shown<T> {
  value: ShallowRef<T | null>
  code: Ref<ErrorCode | null>
  isBusy: Ref<boolean>
  renew: () => Promise<void>
  /** Does one thing, says why not, and asks anew. The value where it was done. */
  act: <R>(work: () => Promise<Reply<R>>) => Promise<R | null>
}

export function useShown<T>(load: () => Promise<Reply<T>>): Shown<T> {
  const value = shallowRef<T | null>(null)
  const code = ref<ErrorCode | null>(null)
  const isBusy = ref(false)

  function refuse(refused: ErrorCode): void {
    // The sign-in screen takes the page's place.
    if (refused === 'TZ-G70') forgetMe()
    code.value = refused
  }

  async function renew(): Promise<void> {
    const reply = await load()
    if (reply.ok) value.value = reply.value
    else refuse(reply.code)
  }

  onMounted(renew)
  return {
    value,
    code,
    isBusy,
    renew,
    async act(work) {
      if (isBusy.value) return null
      isBusy.value = true
      code.value = null
      try {
        const reply = await work()
        if (!reply.ok) {
          refuse(reply.code)
          return null
        }
        await renew()
        return reply.value
      } finally {
        isBusy.value = false
      }
    },
  }
}
