import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { DeviceWay } from '../../domain/device-ways'
import BridgeWay from '../../src/ui/bridge-way.vue'
import ReaderOffers from '../../src/ui/reader-offers.vue'

describe('the card reader of the computer', () => {
  const make = (props: Record<string, unknown> = {}) =>
    mount(BridgeWay, { props: { state: 'none', error: null, ...props } })

  it('is connected by a tap', async () => {
    const way = make()
    await way.get('button').trigger('click')
    expect(way.emitted('connect')).toHaveLength(1)
    expect(way.find('input').exists()).toBe(false)
  })

  it.each(['TZ-B03', 'TZ-B04', 'TZ-B05', 'TZ-B12', 'TZ-B14', 'TZ-B16'])(
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
})

describe('the readers that are offered', () => {
  const bridge: DeviceWay = {
    id: 'bridgeReader',
    title: '',
    state: 'needsAction',
    note: 'USBの準備',
  }
  const bluetooth: DeviceWay = {
    id: 'bluetoothReader',
    title: '',
    state: 'needsAction',
    note: 'Bluetoothの準備',
  }
  const closed = (way: DeviceWay): DeviceWay => ({ ...way, state: 'closed' })
  const make = (ways: DeviceWay[], props: Record<string, unknown> = {}) =>
    mount(ReaderOffers, {
      props: {
        ways,
        state: 'none',
        isBridge: false,
        bluetoothAvailable: true,
        bridgeError: null,
        error: null,
        ...props,
      },
    })
  const buttons = (offers: ReturnType<typeof make>) =>
    offers.findAll('button').map((button) => button.text())

  it('stand in the order of the device', () => {
    expect(buttons(make([bridge, bluetooth]))).toEqual(['連携ソフトにつなぐ', 'リーダーをつなぐ'])
    expect(buttons(make([bluetooth, bridge]))).toEqual(['リーダーをつなぐ', '連携ソフトにつなぐ'])
  })

  it('are without a headline of their own where there is one', () => {
    const offers = make([bluetooth, closed(bridge)])
    expect(buttons(offers)).toEqual(['リーダーをつなぐ'])
    expect(offers.find('h3').exists()).toBe(false)
  })

  it('say what first, or why not', () => {
    expect(make([bluetooth], { bluetoothAvailable: false }).text()).toContain('Bluetoothの準備')
    const none = make([closed(bluetooth), closed(bridge)])
    expect(none.text()).toBe('Bluetoothの準備USBの準備')
  })

  it('hand on which was tapped', async () => {
    const offers = make([bridge, bluetooth])
    for (const button of offers.findAll('button')) await button.trigger('click')
    expect(offers.emitted('connectBridge')).toHaveLength(1)
    expect(offers.emitted('connect')).toHaveLength(1)
  })

  it('show the one that was lost, and keep faults apart', () => {
    const lost = make([bridge, bluetooth], { state: 'lost', isBridge: true, bridgeError: 'TZ-R04' })
    expect(buttons(lost)).toEqual(['連携ソフトにつなぎ直す', 'リーダーをつなぐ'])
    expect(lost.get('[role=group]').text()).toContain('TZ-R04')
    const other = make([bridge, bluetooth], { state: 'lost', error: 'TZ-R04' })
    expect(buttons(other)).toEqual(['連携ソフトにつなぐ', 'つなぎ直す'])
    expect(other.get('[role=group]').text()).not.toContain('TZ-R04')
  })
})
