import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { CheckStatement } from '../../../domain/check'
import { failed, ok } from '../../../domain/outcome'
import { useTagsStore } from '../../../src/stores/tags'
import { VISIT, type FakeWorld } from '../../support/fake-services'
import { openCapture, savedRow, type CaptureWorld } from './capture-world'

enableAutoUnmount(afterEach)

const ADDRESS = 'https://uketsuke.example/zaitaku/1234567890'
const withAddress = (world: FakeWorld): void => {
  world.info = { ...world.info, officialWeb: ADDRESS }
}

async function toPatient(): Promise<CaptureWorld> {
  const world = await openCapture({ play: withAddress })
  await world.press('公式アプリで受け付ける')
  return world
}

async function toStaff(): Promise<CaptureWorld> {
  const world = await toPatient()
  await world.press('スタッフの方はこちら', 'スタッフの画面に戻る')
  return world
}

describe('公式アプリで受け付ける', () => {
  it('is offered without any reader', async () => {
    const world = await openCapture({ play: withAddress })
    expect(world.hasButton('公式アプリで受け付ける')).toBe(true)
  })

  it('is shown closed with its reason where no address is set', async () => {
    const world = await openCapture()
    expect(world.hasButton('公式アプリで受け付ける')).toBe(false)
    expect(world.page.text()).toContain('アドレスが設定されていません')
  })

  it('is closed for a walk-in, and for a card without a PIN', async () => {
    const walkIn = await openCapture({ walkIn: true, play: withAddress })
    walkIn.capture.chooseSetting('homeNursing')
    await walkIn.settle()
    expect(walkIn.hasButton('公式アプリで受け付ける')).toBe(false)
    expect(walkIn.page.text()).toContain('訪問予定にない')
    const faceCard = await openCapture({ visit: { cardHasPin: false }, play: withAddress })
    expect(faceCard.hasButton('公式アプリで受け付ける')).toBe(false)
  })

  it('is the first step of the ladder when the card cannot be read', async () => {
    const world = await openCapture({ play: withAddress })
    await world.press('カードが使えない')
    expect(world.page.get('[data-way-now]').text()).toContain('マイナ在宅受付Web')
    await world.press('公式アプリへ')
    expect(world.title()).toBe('ご自分のスマートフォンで受け付けます')
  })

  it('lets go of the NFC meanwhile, which the official app may need on this very device', async () => {
    const world = await openCapture({
      play: (played) => {
        withAddress(played)
        played.services.tags.permission = () => Promise.resolve('granted')
      },
    })
    const tags = useTagsStore()
    await tags.startScan()
    expect(tags.listening).toBe('on')
    await world.press('公式アプリで受け付ける')
    expect(tags.listening).toBe('off')
    await world.press('スタッフの方はこちら', 'スタッフの画面に戻る')
    await vi.waitFor(() => expect(tags.listening).toBe('on'))
  })

  it('shows the patient the code, the link and what to do, and nothing of the patient in the address', async () => {
    const world = await toPatient()
    const { page, capture } = world
    expect(capture.patientSide).toBe(true)
    expect(world.title()).toBe('ご自分のスマートフォンで受け付けます')
    const link = page.get('a')
    expect(link.attributes()).toMatchObject({
      href: ADDRESS,
      target: '_blank',
      rel: 'noopener noreferrer',
    })
    expect(page.get('svg[role=img]').attributes('aria-label')).toContain('QRコード')
    expect(page.text()).toContain('暗証番号4桁')
  })

  it('asks staff, not the patient, whether to wait; the code can be shown again', async () => {
    const world = await toStaff()
    expect(world.capture.patientSide).toBe(false)
    expect(world.title()).toBe('公式アプリの受付を待ちますか')
    await world.press('もう一度QRコードを見せる')
    expect(world.capture.patientSide).toBe(true)
  })

  it('saves a check without a consent of ours, and says that it waits', async () => {
    const world = await toStaff()
    await world.press('受付待ちで保存')
    expect(world.capture.step).toBe('saved')
    const [saved] = world.world.saved
    expect(saved?.payload.evidence).toEqual({ kind: 'officialApp' })
    expect(JSON.parse(saved?.payload.statement ?? '{}') as CheckStatement).toMatchObject({
      visitId: VISIT.id,
      patientId: VISIT.patientId,
      channel: 'homeConsent',
      consent: null,
    })
    expect(saved?.note).toMatchObject({ way: 'officialApp', certificateLastDay: null })
    expect(saved?.payload.statement).not.toContain(VISIT.name)
    expect(world.world.calls.filter((call) => call.startsWith('reserve'))).toEqual([])
  })

  it('says that an answer given here before is not used, and does not send it', async () => {
    const world = await openCapture({ play: withAddress })
    await world.capture.decideConsent({
      items: { diagnosis: true, medication: true, checkup: true, surgery: true },
      prescription: 'paper',
      decidedBy: { kind: 'patient' },
      decidedAt: '2026-11-21T01:00:00Z',
    })
    world.capture.returnToStaff()
    await world.settle()
    await world.press('公式アプリで受け付ける', 'スタッフの方はこちら', 'スタッフの画面に戻る')
    expect(world.page.text()).toContain('先ほどのお答えは使いません')
    await world.press('受付待ちで保存')
    const statement = JSON.parse(world.world.saved[0]?.payload.statement ?? '{}') as CheckStatement
    expect(statement.consent).toBeNull()
  })

  it('stays where it is when there is no room, and can be saved again', async () => {
    const world = await toStaff()
    world.world.saveResult = failed('TZ-D04')
    await world.press('受付待ちで保存')
    expect(world.title()).toBe('公式アプリの受付を待ちますか')
    expect(world.page.text()).toContain('TZ-D04')
    expect(world.world.saved).toEqual([])
    world.world.saveResult = ok(null)
    await world.press('受付待ちで保存')
    expect(world.capture.step).toBe('saved')
    expect(world.world.saved).toHaveLength(1)
  })

  it('leads back to the other ways with nothing saved', async () => {
    const world = await toStaff()
    await world.press('ほかの方法')
    expect(world.title()).toBe('確認をはじめる')
    expect(world.world.saved).toEqual([])
  })

  it('a second tap on save saves nothing twice', async () => {
    const world = await toStaff()
    await Promise.all([world.capture.saveOfficial(), world.capture.saveOfficial()])
    expect(world.world.saved).toHaveLength(1)
  })

  it('says on the saved page that the official page is waited for', async () => {
    const world = await toStaff()
    await world.press('受付待ちで保存')
    const row = savedRow(world.capture.checkId)
    world.world.rows = [
      { ...row, state: 'accepted', acceptedAt: 1, note: { ...row.note, way: 'officialApp' } },
    ]
    world.world.changed()
    await flushPromises()
    await world.settle()
    expect(world.page.text()).toContain('公式アプリの受付待ちです')
  })
})
