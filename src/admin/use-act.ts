/** One thing at a time that somebody does on a page: whether it is under way, and why it was not done. */
import { ref, type Ref } from 'vue'
import type { ErrorCode } from '../../domain/errors'
import type { Reply } from './client'
import { keepFocus } from './keep-focus'
import { forgetMe } from './session'

export interface Act {
  code: Ref<ErrorCode | null>
  /** Before that it is not worth another try; 0: it may be tried at once. */
  waitSeconds: Ref<number>
  isBusy: Ref<boolean>
  /** Says why something was not done. */
  refuse: (code: ErrorCode) => void
  /** The reply's value where it was done; null where it was refused, or another is under way. */
  act: <R>(work: () => Promise<Reply<R>>) => Promise<R | null>
}

export function useAct(): Act {
  const code = ref<ErrorCode | null>(null)
  const waitSeconds = ref(0)
  const isBusy = ref(false)

  function refuse(refused: ErrorCode): void {
    // The sign-in screen takes the page's place.
    if (refused === 'TZ-G70') forgetMe()
    code.value = refused
  }

  return {
    code,
    waitSeconds,
    isBusy,
    refuse,
    async act(work) {
      if (isBusy.value) return null
      isBusy.value = true
      code.value = null
      try {
        const reply = await work()
        if (reply.ok) return reply.value
        waitSeconds.value = reply.waitSeconds ?? 0
        refuse(reply.code)
        return null
      } finally {
        isBusy.value = false
        keepFocus()
      }
    },
  }
}
