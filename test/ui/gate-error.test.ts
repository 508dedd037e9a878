import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ERROR_CATALOGUE, type ErrorCode } from '../../domain/errors'
import { deviceErrors } from '../../domain/errors/device'
import GateError from '../../src/ui/gate-error.vue'

const own = Object.keys(deviceErrors) as (keyof typeof deviceErrors)[]

afterEach(() => {
  vi.doUnmock('../../domain/errors')
  vi.resetModules()
})

describe('a fault before 解錠', () => {
  it.each(own)('%s is the device’s own and there at once, with nothing to fetch', (code) => {
    const text = mount(GateError, { props: { code } }).text()
    expect(text).toContain(deviceErrors[code].message)
    expect(text).toContain(deviceErrors[code].next)
    expect(text.endsWith(code)).toBe(true)
  })

  it.each<ErrorCode>(['TZ-G02', 'TZ-G04', 'TZ-I01'])(
    '%s is fetched when it happens',
    async (code) => {
      const page = mount(GateError, { props: { code } })
      const { message, next } = ERROR_CATALOGUE[code]
      await vi.waitFor(() => expect(page.get('[role="alert"]').text()).toContain(message))
      expect(page.text()).toContain(next)
      expect(page.text().endsWith(code)).toBe(true)
    },
  )

  it('shows the last one, also where an earlier one is still being fetched', async () => {
    const page = mount(GateError, { props: { code: 'TZ-G02' } })
    await page.setProps({ code: 'TZ-D05' })
    await vi.dynamicImportSettled()
    expect(page.text()).toContain(deviceErrors['TZ-D05'].message)
    expect(page.text()).not.toContain('TZ-G02')
  })

  it('says its code and the next step even where the sentence cannot be fetched', async () => {
    vi.doMock('../../domain/errors', () => {
      throw new TypeError('Failed to fetch dynamically imported module')
    })
    const { default: Lone } = await import('../../src/ui/gate-error.vue')
    const page = mount(Lone, { props: { code: 'TZ-G02' } })
    await vi.waitFor(() => expect(page.get('[role="alert"]').text()).toContain('TZ-G02'))
    expect(page.text()).toContain('回線がつながってから')
  })
})
