/** What a page shows of the gateway: asked for when it opens, and again after each change. */
import { onMounted, shallowRef, type ShallowRef } from 'vue'
import type { Reply } from './client'
import { useAct, type Act } from './use-act'

export interface Shown<T> extends Omit<Act, 'refuse'> {
  value: ShallowRef<T | null>
  renew: () => Promise<void>
}

export function useShown<T>(load: () => Promise<Reply<T>>): Shown<T> {
  const value = shallowRef<T | null>(null)
  const { code, isBusy, refuse, act } = useAct()

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
    act: (work) =>
      act(async () => {
        const reply = await work()
        if (reply.ok) await renew()
        return reply
      }),
  }
}
