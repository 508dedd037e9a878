import { mount, flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import StaffLanguage from '../../src/ui/staff-language.vue'
import StatusLine from '../../src/ui/shell/status-line.vue'
import { chooseStaffLanguage } from '../../src/words/staff'

afterEach(async () => {
  await chooseStaffLanguage('ja')
  document.body.innerHTML = ''
})

function buttonOf(name: string, wrapper: ReturnType<typeof mount>) {
  const found = wrapper.findAll('button').find((button) => button.text() === name)
  if (!found) throw new Error(`no ${name}`)
  return found
}

describe('the language of staff', () => {
  it('is chosen by its own name, and every screen in sight follows', async () => {
    const choice = mount(StaffLanguage)
    const bar = mount(StatusLine, {
      props: { state: 'noLine', waiting: 3, sending: false, lastSyncAt: null, now: 0 },
    })
    expect(bar.text()).toContain('未送信 3')
    expect(buttonOf('日本語', choice).attributes('aria-pressed')).toBe('true')
    await buttonOf('English', choice).trigger('click')
    await flushPromises()
    await expect.poll(() => bar.text()).toContain('Unsent 3')
    expect(bar.text()).toContain('No line: saved on this device')
    expect(bar.text()).toContain('Last sync not yet')
    expect(document.documentElement.lang).toBe('en')
    expect(buttonOf('English', choice).attributes('lang')).toBe('en')
    await buttonOf('日本語', choice).trigger('click')
    await expect.poll(() => bar.text()).toContain('未送信 3')
    expect(document.documentElement.lang).toBe('ja')
  })

  it('is kept on this device', async () => {
    const choice = mount(StaffLanguage)
    await buttonOf('English', choice).trigger('click')
    await expect.poll(() => localStorage.getItem('tazune.language')).toBe('en')
  })
})
