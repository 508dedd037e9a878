/** What a page shows of the gateway: asked for when it opens, and again after each change. */
import { onMounted, shallowRef, type ShallowRef } from 'vue'
import type { Reply } from './client'
import { useAct, type Act } from './use-act'

export interface Shown<T> extends Omit<Act, 'refuse' | 'waitSeconds'> {
  value: ShallowRef<T | null>
  /** For what the page itself now asks otherwise; of several at once the last one counts. */
  renew: () => Promise<void>
  /** Somebody looks again. */
  refresh: () => Promise<void>
}

export function useShown<T>(load: () => Promise<Reply<T>>): Shown<T> {
  const value = shallowRef<T | null>(null)
  const { code, isBusy, refuse, act } = useAct()
  let last = 0

  async function show(): Promise<Reply<T>> {
    const own = ++last
    const reply = await load()
    if (own !== last) return reply
    if (reply.ok) value.value = reply.value
    else refuse(reply.code)
    return reply
  }

  async function renew(): Promise<void> {
    code.value = null
    await show()
  }

  onMounted(renew)
  return {
    value,
    code,
    isBusy,
    renew,
    async refresh() {
      await act(show)
    },
    act: (work) =>
      act(async () => {
        const reply = await work()
        if (reply.ok) await show()
        return reply
      }),
  }
}
