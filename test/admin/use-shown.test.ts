import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent } from 'vue'
import type { Reply } from '../../src/admin/client'
import { useShown, type Shown } from '../../src/admin/use-shown'

const NO_LINE = { ok: false, code: 'TZ-G78' } as const
const done = <T>(value: T): Reply<T> => ({ ok: true, value })

let unmount = (): void => undefined
afterEach(() => {
  unmount()
})

/** Each load waits for the test's word. */
async function show(): Promise<{
  shown: Shown<number>
  answer: ((reply: Reply<number>) => void)[]
}> {
  const answer: ((reply: Reply<number>) => void)[] = []
  const pages: Shown<number>[] = []
  const page = defineComponent(() => {
    pages.push(useShown(() => new Promise<Reply<number>>((resolve) => answer.push(resolve))))
    return () => null
  })
  const mounted = mount(page)
  unmount = () => {
    mounted.unmount()
  }
  await flushPromises()
  const [shown] = pages
  if (!shown) throw new Error('no page')
  return { shown, answer }
}

describe('what a page shows of the gateway', () => {
  it('is asked for once when the page opens', async () => {
    const { shown, answer } = await show()
    expect(shown.value.value).toBeNull()
    answer[0]?.(done(1))
    await flushPromises()
    expect([shown.value.value, answer.length]).toEqual([1, 1])
  })

  it('is asked for again after a change, and not after one that was refused', async () => {
    const { shown, answer } = await show()
    answer[0]?.(done(1))
    await shown.act(() => Promise.resolve(NO_LINE))
    expect([shown.code.value, answer.length]).toEqual(['TZ-G78', 1])
    const changed = shown.act(() => Promise.resolve(done('changed')))
    await flushPromises()
    answer[1]?.(done(2))
    expect(await changed).toBe('changed')
    expect([shown.value.value, shown.code.value]).toEqual([2, null])
  })

  it('is asked for once where somebody only looks again', async () => {
    const { shown, answer } = await show()
    answer[0]?.(done(1))
    const looked = shown.refresh()
    expect(shown.isBusy.value).toBe(true)
    answer[1]?.(done(2))
    await looked
    expect([shown.value.value, shown.isBusy.value, answer.length]).toEqual([2, false, 2])
  })

  it('is what was asked for last, whichever answer comes last', async () => {
    const { shown, answer } = await show()
    const second = shown.renew()
    answer[1]?.(done(2))
    await second
    answer[0]?.(done(1))
    await flushPromises()
    expect(shown.value.value).toBe(2)
  })

  it('says no fault any more once it could be asked for', async () => {
    const { shown, answer } = await show()
    answer[0]?.(NO_LINE)
    await flushPromises()
    expect(shown.code.value).toBe('TZ-G78')
    const second = shown.renew()
    answer[1]?.(done(2))
    await second
    expect(shown.code.value).toBeNull()
  })
})
