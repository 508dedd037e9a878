import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { failed } from '../../domain/outcome'
import ActivatePage from '../../src/pages/activate-page.vue'
import { useDeviceStore } from '../../src/stores/device'
import type { FakeWorld } from '../support/fake-services'
import { arriveAt, findAction, mountPage } from './mount-page'

const unknownDevice = (world: FakeWorld): void => {
  world.info = { ...world.info, phase: 'needsActivation', staffOnDevice: [] }
}
const show = (prepare = unknownDevice, path = '/activate') =>
  mountPage(ActivatePage, { path, prepare, unlocked: false })

describe('端末の登録', () => {
  it('takes the code from the link and removes it from the address', async () => {
    const { page, router } = await show(unknownDevice, '/activate#code=ABCD-EFGH-JKLM')
    expect((page.get('input').element as HTMLInputElement).value).toBe('ABCD-EFGH-JKLM')
    await arriveAt(router, '/activate')
  })

  it('takes the code of a link that is opened while the page is there', async () => {
    const { page, router } = await show()
    await router.push('/activate#code=NEWC-ODEF-ROML')
    await flushPromises()
    expect((page.get('input').element as HTMLInputElement).value).toBe('NEWC-ODEF-ROML')
    await arriveAt(router, '/activate')
  })

  it('waits for a code to be typed where the link has none', async () => {
    const { page } = await show()
    expect((page.get('input').element as HTMLInputElement).value).toBe('')
  })

  it('names each missing field and registers nothing', async () => {
    const { page, world } = await show()
    await page.get('form').trigger('submit')
    await flushPromises()
    expect(page.findAll('[role="alert"]').map((alert) => alert.text())).toEqual([
      '登録コードを入力してください。',
      '端末の名前を入力してください。',
    ])
    expect(world.calls).toEqual([])
  })

  it('registers with code and name, then asks who will use the device', async () => {
    const { page, world } = await show(unknownDevice, '/activate#code=ABCD-EFGH-JKLM')
    await page.findAll('input')[1]?.setValue(' 訪問タブレット1 ')
    await page.get('form').trigger('submit')
    await flushPromises()
    expect(world.calls).toContain('activate ABCD-EFGH-JKLM 訪問タブレット1')
    expect(page.text()).toContain('はじめに使う人')
    await vi.waitFor(() => expect(page.text()).toContain('看護　太郎'))
  })

  it('keeps what was typed when the code is refused', async () => {
    const { page } = await show((world) => {
      unknownDevice(world)
      world.services.device.activate = () => Promise.resolve(failed('TZ-G01'))
    }, '/activate#code=ABCD-EFGH-JKLM')
    await page.findAll('input')[1]?.setValue('訪問タブレット1')
    await page.get('form').trigger('submit')
    await flushPromises()
    await vi.waitFor(() => expect(page.get('[role="alert"]').text()).toContain('TZ-G01'))
    expect((page.get('input').element as HTMLInputElement).value).toBe('ABCD-EFGH-JKLM')
  })

  it('goes on to the visits when the first person has a passcode', async () => {
    const { page, router } = await show((world) => {
      world.info = { ...world.info, phase: 'needsStaff', staffOnDevice: [] }
    })
    await page.get('input[value="staff-1"]').setValue(true)
    await page.get('input[value="passcode"]').setValue(true)
    for (const input of page.findAll('input[type="password"]'))
      await input.setValue('correct horse')
    await page.get('form').trigger('submit')
    await flushPromises()
    expect(useDeviceStore().phase).toBe('unlocked')
    await arriveAt(router, '/visits')
  })

  it('stays when the passkey could not be made, and says how to go on', async () => {
    const { page, router } = await show((world) => {
      world.info = { ...world.info, phase: 'needsStaff', staffOnDevice: [] }
      world.unlockResult = failed('TZ-D14')
    })
    await page.get('input[value="staff-1"]').setValue(true)
    await page.get('input[value="passkey"]').setValue(true)
    await findAction(page, 'パスキーを作る').trigger('click')
    await flushPromises()
    expect(page.get('[role="alert"]').text()).toContain('パスコードで解錠してください')
    await arriveAt(router, '/activate')
  })

  it('says why a device has to be registered again', async () => {
    const { page } = await show((world) => {
      unknownDevice(world)
      world.info = { ...world.info, erased: 'TZ-D08' }
    })
    expect(page.get('[role="alert"]').text()).toContain('TZ-D08')
  })
})
