import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import BridgeWay from '../../src/ui/bridge-way.vue'
import ReaderPanel from '../../src/ui/reader-panel.vue'

describe('the card reader of the computer', () => {
  const make = (props: Record<string, unknown> = {}) =>
    mount(BridgeWay, { props: { state: 'none', error: null, ...props } })

  it('is connected by a tap', async () => {
    const way = make()
    await way.get('button').trigger('click')
    expect(way.emitted('connect')).toHaveLength(1)
    expect(way.find('input').exists()).toBe(false)
  })

  it.each(['TZ-B03', 'TZ-B04', 'TZ-B05', 'TZ-B12', 'TZ-B14'])(
    'asks for the code after %s, and hands it on',
    async (error) => {
      const way = make({ error })
      await way.get('input').setValue('7KQ3-9XTM')
      await way.get('form').trigger('submit')
      expect(way.emitted('pair')).toEqual([['7KQ3-9XTM']])
      expect(way.get('input').element.value).toBe('')
    },
  )

  it.each(['TZ-B01', 'TZ-B02', 'TZ-B06', 'TZ-B07', 'TZ-B08', 'TZ-B15'])(
    'says after %s what to do, and lets staff try again',
    (error) => {
      const way = make({ error })
      expect(way.text()).toContain(error)
      expect(way.get('button').text()).toContain('つなぐ')
    },
  )

  it('says before the tap what the browser will ask, and after a refusal how it is taken back', () => {
    expect(make().text()).toContain('ブラウザーが出す確認で「許可」')
    const refused = make({ error: 'TZ-B02' })
    for (const words of ['拒否されています', '「許可」に変えるには', 'Edgeでは', 'ほかの方法']) {
      expect(refused.text()).toContain(words)
    }
    expect(make({ error: 'TZ-B01' }).text()).not.toContain('「許可」に変えるには')
  })

  it('is let go when it is connected', async () => {
    const way = make({ state: 'ready' })
    await way.get('button').trigger('click')
    expect(way.emitted('disconnect')).toHaveLength(1)
  })

  it('is not offered where this device cannot run the bridge', () => {
    const props = {
      state: 'none',
      name: '',
      battery: null,
      bluetoothAvailable: true,
      error: null,
      trainingCards: [],
      trainingCard: null,
    } as const
    expect(mount(ReaderPanel, { props }).text()).not.toContain('連携ソフト')
    const offered = mount(ReaderPanel, { props: { ...props, bridgeAvailable: true } })
    expect(offered.text()).toContain('連携ソフト')
    expect(offered.findAll('button')).toHaveLength(2)
  })
})
