import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import PairingHelp from '../../src/ui/pairing-help.vue'
import ReaderKey from '../../src/ui/reader-key.vue'

const KEY = '00112233445566778899AABBCCDDEEFF'

describe('help with pairing', () => {
  it('is there when pairing may be what is missing', () => {
    const help = mount(PairingHelp, { props: { kind: 'windows', error: 'TZ-R12' } })
    expect(help.text()).toContain('先に端末の設定でペアリングします')
    expect(help.findAll('li')).toHaveLength(3)
  })

  it('is not there otherwise', () => {
    const help = mount(PairingHelp, { props: { kind: 'windows', error: 'TZ-R05' } })
    expect(help.text()).toBe('')
  })
})

describe('the key of the readers', () => {
  async function type(text: string, isOwn = false) {
    const panel = mount(ReaderKey, { props: { isOwn } })
    await panel.get('button').trigger('click')
    await panel.get('input').setValue(text)
    await panel.get('form').trigger('submit')
    return panel
  }

  it('is handed on as bytes and leaves the field', async () => {
    const panel = await type(KEY)
    const [[bytes] = []] = panel.emitted<[Uint8Array]>('save') ?? []
    expect([...(bytes ?? [])]).toEqual(Array.from({ length: 16 }, (_, index) => index * 17))
    expect(panel.find('input').exists()).toBe(false)
    expect(panel.html()).not.toContain(KEY)
  })

  it('is typed hidden', async () => {
    const panel = mount(ReaderKey, { props: { isOwn: false } })
    await panel.get('button').trigger('click')
    expect(panel.get('input').attributes('type')).toBe('password')
  })

  it('that is none is refused at the field', async () => {
    const panel = await type('1234')
    expect(panel.emitted('save')).toBeUndefined()
    expect(panel.text()).toContain('32文字')
    expect(panel.get('input').element.value).toBe('')
  })

  it('can be given back for the factory’s, once there is one', async () => {
    expect(mount(ReaderKey, { props: { isOwn: false } }).text()).not.toContain('戻す')
    const panel = mount(ReaderKey, { props: { isOwn: true } })
    await panel.findAll('button').at(-1)?.trigger('click')
    expect(panel.emitted('forget')).toHaveLength(1)
  })
})
