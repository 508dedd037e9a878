import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import DevicePage from '../../src/pages/device-page.vue'
import { failed } from '../../domain/outcome'
import { useCaptureStore } from '../../src/stores/capture'
import { useDeviceStore } from '../../src/stores/device'
import type { FakeWorld } from '../support/fake-services'
import { findAction, hasAction, mountPage } from './mount-page'

const show = (prepare: (world: FakeWorld) => void = () => undefined) =>
  mountPage(DevicePage, { path: '/device', prepare })

describe('この端末', () => {
  it('says what the device can do as it is now, not as it was at the start', async () => {
    const { page } = await show((world) => {
      world.services.device.capabilities = () =>
        Promise.resolve([{ id: 'webNfc', available: false, note: 'カードは読めません' }])
    })
    expect(page.text()).toContain('使えません ・ カードは読めません')
  })

  it('shows facility, mode, person and version', async () => {
    const { page } = await show()
    for (const words of ['訓練訪問看護ステーション', '訓練', '看護　太郎', '0.0.0-test']) {
      expect(page.text()).toContain(words)
    }
  })

  it('says that the store may be cleared, and asks the browser to protect it', async () => {
    const { page, world } = await show()
    expect(page.text()).toContain('守られていません')
    world.services.device.storage = () =>
      Promise.resolve({ usedBytes: 1_000, quotaBytes: 2_000_000, persisted: true })
    await findAction(page, '保存を守る').trigger('click')
    await flushPromises()
    expect(page.text()).toContain('守られています')
    expect(hasAction(page, '保存を守る')).toBe(false)
  })

  it('owns up to not knowing how much is used', async () => {
    const { page } = await show((world) => {
      world.services.device.storage = () =>
        Promise.resolve({ usedBytes: null, quotaBytes: null, persisted: true })
    })
    expect(page.text()).toContain('分かりません')
  })

  it('locks', async () => {
    const { page, world } = await show()
    await findAction(page, '施錠する').trigger('click')
    expect(world.calls).toContain('lock')
    expect(useDeviceStore().phase).toBe('locked')
  })

  it('erases only after asking, and says that unsent checks survive', async () => {
    const { page, world } = await show((world) => {
      world.counts = { waiting: 4, refused: 0, awaiting: 0, answered: 0 }
    })
    expect(page.text()).toContain('未送信の確認4件は消えず')
    await findAction(page, '消去する').trigger('click')
    await flushPromises()
    expect(world.calls).not.toContain('erase')
    expect(page.get('dialog').text()).toContain('元に戻せません')
    await page.findAll('dialog button').at(-1)?.trigger('click')
    await flushPromises()
    expect(world.calls).toContain('erase')
  })

  it('keeps everything when the erasing is called off', async () => {
    const { page, world } = await show()
    await findAction(page, '消去する').trigger('click')
    await flushPromises()
    await page.get('dialog button').trigger('click')
    await flushPromises()
    expect(world.calls).not.toContain('erase')
    expect(page.get('dialog').text()).toBe('')
  })

  it('offers a waiting version and applies it only when asked', async () => {
    const { page } = await show()
    expect(hasAction(page, '更新する')).toBe(false)
    const apply = vi.fn()
    useDeviceStore().offerUpdate(apply)
    await flushPromises()
    expect(apply).not.toHaveBeenCalled()
    await findAction(page, '更新する').trigger('click')
    expect(apply).toHaveBeenCalledOnce()
  })

  it('adds a colleague without taking the session over', async () => {
    const { page, world } = await show((world) => {
      world.info = {
        ...world.info,
        staffDirectory: [...world.info.staffDirectory, { id: 'staff-2', name: '訪問　美咲' }],
      }
      world.services.device.capabilities = () =>
        Promise.resolve([{ id: 'passkey', available: true, note: '' }])
    })
    await findAction(page, '使う人を追加する').trigger('click')
    expect(page.find('input[value="staff-1"]').exists()).toBe(false)
    await page.get('input[value="staff-2"]').setValue(true)
    await page.get('input[value="passkey"]').setValue(true)
    await page.get('input[type="password"]').setValue('their own words')
    await findAction(page, 'パスキーを作る').trigger('click')
    await flushPromises()
    expect(world.calls).toContain('setUpPasskey staff-2')
    expect(world.proofs).toEqual([{ staffId: 'staff-1', passcode: 'their own words' }])
    expect(useDeviceStore().currentStaff?.id).toBe('staff-1')
  })

  it('asks somebody with a passkey for no passcode when they add a colleague', async () => {
    const { page, world } = await show((world) => {
      world.info = {
        ...world.info,
        staffOnDevice: [{ id: 'staff-1', name: '看護　太郎', method: 'passkey' }],
        staffDirectory: [...world.info.staffDirectory, { id: 'staff-2', name: '訪問　美咲' }],
      }
    })
    await findAction(page, '使う人を追加する').trigger('click')
    await page.get('input[value="staff-2"]').setValue(true)
    await page.get('input[value="passcode"]').setValue(true)
    for (const input of page.findAll('input[type="password"]')) {
      await input.setValue('correct horse')
    }
    await page.get('form').trigger('submit')
    await flushPromises()
    expect(world.calls).toContain('setUpPasscode staff-2')
    expect(world.proofs).toEqual([{ staffId: 'staff-1', passcode: null }])
  })

  it('says how many tries are left when the own passcode was wrong, and keeps the form open', async () => {
    const { page, world } = await show((world) => {
      world.info = {
        ...world.info,
        staffDirectory: [...world.info.staffDirectory, { id: 'staff-2', name: '訪問　美咲' }],
      }
    })
    world.unlockResult = failed('TZ-D05')
    world.info = { ...world.info, triesLeft: 4 }
    await findAction(page, '使う人を追加する').trigger('click')
    await page.get('input[value="staff-2"]').setValue(true)
    await page.get('input[value="passcode"]').setValue(true)
    for (const input of page.findAll('input[type="password"]')) {
      await input.setValue('correct horse')
    }
    await page.get('form').trigger('submit')
    await flushPromises()
    expect(page.text()).toContain('あと4回間違えると、端末の患者情報を消去します')
    expect(page.find('form').exists()).toBe(true)
  })

  it('offers no new version in the middle of a check', async () => {
    const { page } = await show()
    useDeviceStore().offerUpdate(() => undefined)
    useCaptureStore().begin(null)
    await flushPromises()
    expect(hasAction(page, '更新する')).toBe(false)
    expect(page.text()).toContain('確認が終わると更新できます')
  })

  it('offers no passkey where this device has none', async () => {
    const { page } = await show((world) => {
      world.info = {
        ...world.info,
        staffDirectory: [...world.info.staffDirectory, { id: 'staff-2', name: '訪問　美咲' }],
      }
    })
    await findAction(page, '使う人を追加する').trigger('click')
    await page.get('input[value="staff-2"]').setValue(true)
    expect(page.find('input[value="passkey"]').exists()).toBe(false)
  })

  it('has nobody to add when all are here', async () => {
    expect(hasAction((await show()).page, '使う人を追加する')).toBe(false)
  })

  it('connects the reader before the visit', async () => {
    const { page } = await show()
    await findAction(page, 'リーダーをつなぐ').trigger('click')
    await flushPromises()
    expect(page.text()).toContain('ACR1255U-J1-001234')
  })
})
