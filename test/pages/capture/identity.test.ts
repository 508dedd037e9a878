import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import type { CheckStatement, Consent } from '../../../domain/check'
import { failed, ok } from '../../../domain/outcome'
import { VISIT, type FakeWorld } from '../../support/fake-services'
import { openCapture, savedRow, type CaptureWorld } from './capture-world'

enableAutoUnmount(afterEach)

const BUTTON = 'デジタル認証アプリで確認する'
const CONSENT: Consent = {
  items: { diagnosis: true, medication: true, checkup: false, surgery: false },
  prescription: 'paper',
  decidedBy: { kind: 'patient' },
  decidedAt: '2026-11-21T01:00:00Z',
}

const configured = (world: FakeWorld): void => {
  world.info = { ...world.info, digitalIdentity: true }
}

/** The gateway takes what was saved at once. */
function accepts(world: CaptureWorld): void {
  world.world.services.sync.sendNow = () => {
    const row = savedRow(world.capture.checkId)
    world.world.rows = [
      { ...row, state: 'accepted', acceptedAt: 1, note: { ...row.note, way: 'digitalIdentity' } },
    ]
    world.world.changed()
    return Promise.resolve()
  }
}

/** The patient has decided, and sees the code for their phone. */
async function toPhone(): Promise<CaptureWorld> {
  const world = await openCapture({ play: configured })
  accepts(world)
  await world.press(BUTTON, '患者さんがはじめる')
  await world.capture.decideConsent(CONSENT)
  await untilText(world, 'QRコードを写します')
  return world
}

async function untilText(world: CaptureWorld, text: string): Promise<void> {
  for (let turns = 0; turns < 40 && !world.page.text().includes(text); turns += 1) {
    await world.settle()
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  expect(world.page.text()).toContain(text)
}

async function toStaff(world: CaptureWorld): Promise<void> {
  await world.press('スタッフの方はこちら', 'スタッフの画面に戻る')
}

describe('デジタル認証アプリで確認する', () => {
  it('is not there where the facility has none', async () => {
    const world = await openCapture()
    expect(world.page.text()).not.toContain('デジタル認証アプリ')
  })

  it('is offered without any reader, and closed without a line, saying why', async () => {
    const world = await openCapture({ play: configured })
    expect(world.hasButton(BUTTON)).toBe(true)
    world.world.lineIs({ state: 'noLine', lastSyncAt: null })
    await world.settle()
    expect(world.hasButton(BUTTON)).toBe(false)
    expect(world.page.text()).toContain('回線がないため')
  })

  it('is closed for a walk-in, and for a card without a PIN', async () => {
    const walkIn = await openCapture({ walkIn: true, play: configured })
    walkIn.capture.chooseSetting('homeNursing')
    await walkIn.settle()
    expect(walkIn.hasButton(BUTTON)).toBe(false)
    expect(walkIn.page.text()).toContain('照らし合わせられません')
    const faceCard = await openCapture({ visit: { cardHasPin: false }, play: configured })
    expect(faceCard.hasButton(BUTTON)).toBe(false)
  })

  it('asks the patient’s consent first: the app asks for none', async () => {
    const world = await openCapture({ play: configured })
    await world.press(BUTTON)
    expect(world.title()).toBe('患者さんにお渡しください')
    expect(world.page.text()).toContain('ご自分のスマートフォンで')
    expect(world.page.text()).not.toContain('カードをリーダーに置く')
    await world.press('患者さんがはじめる')
    expect(world.capture.step).toBe('consent')
    expect(world.world.saved).toEqual([])
  })

  it('is on the disk before the patient sees a code, with the consent and nothing of the patient', async () => {
    const world = await toPhone()
    const [saved] = world.world.saved
    expect(saved?.payload.evidence).toEqual({ kind: 'digitalIdentity' })
    expect(JSON.parse(saved?.payload.statement ?? '{}') as CheckStatement).toMatchObject({
      patientId: VISIT.patientId,
      channel: 'homeConsent',
      consent: CONSENT,
    })
    expect(saved?.note).toMatchObject({ way: 'digitalIdentity', certificateLastDay: null })
    expect(saved?.payload.statement).not.toContain(VISIT.name)
  })

  it('shows the patient a code and a link to the gateway, and what to do', async () => {
    const world = await toPhone()
    const { page } = world
    expect(world.title()).toBe('ご自分のスマートフォンで確かめます')
    expect(page.get('a').attributes()).toMatchObject({
      href: 'https://tazune.example/identity/ticket',
      rel: 'noopener noreferrer',
    })
    expect(page.get('svg[role=img]').attributes('aria-label')).toContain('デジタル認証アプリ')
    expect(page.text()).toContain('暗証番号4桁')
  })

  it('tells the patient when it is done, and staff that the answer is on its way', async () => {
    const world = await toPhone()
    world.world.tellIdentity(ok({ state: 'proven' }))
    await untilText(world, '確かめました')
    await toStaff(world)
    expect(world.page.text()).toContain('ご本人と確認できました')
    expect(world.hasButton('もう一度QRコードを出す')).toBe(false)
  })

  it('tells the patient plainly when it was not, and staff why and what next', async () => {
    const world = await toPhone()
    world.world.tellIdentity(ok({ state: 'ended', code: 'TZ-I09' }))
    await untilText(world, 'アプリでは確認できませんでした')
    expect(world.page.text()).not.toContain('TZ-I09')
    await toStaff(world)
    expect(world.page.text()).toContain('TZ-I09')
    expect(world.hasButton('もう一度QRコードを出す')).toBe(true)
    expect(world.hasButton('別の方法で確認する')).toBe(true)
  })

  it('gives a new code to the same check', async () => {
    const world = await toPhone()
    world.world.tellIdentity(ok({ state: 'ended', code: 'TZ-I03' }))
    await untilText(world, 'アプリでは確認できませんでした')
    await toStaff(world)
    await world.press('もう一度QRコードを出す')
    await untilText(world, '患者さんのスマートフォンで確認しています')
    expect(world.world.saved).toHaveLength(1)
    expect(world.page.find('svg[role=img]').exists()).toBe(true)
  })

  it('is taken out of use by staff while the patient is at it', async () => {
    const world = await toPhone()
    await toStaff(world)
    await world.press('QRコードを使えなくする')
    await untilText(world, 'TZ-I13')
    expect(world.page.find('svg[role=img]').exists()).toBe(false)
  })

  it('leads to another way with the answers kept, under a new id, and the first taken back', async () => {
    const world = await toPhone()
    const first = world.capture.checkId
    await toStaff(world)
    await world.press('別の方法で確認する')
    await flushPromises()
    expect(world.title()).toBe('確認をはじめる')
    expect(world.capture.consent).toEqual(CONSENT)
    expect(world.capture.checkId).not.toBe(first)
    expect(world.world.calls).toContain(`end identity ${first ?? ''}`)
    expect(world.world.calls.some((call) => call.startsWith(`stopWaiting ${first ?? ''}`))).toBe(
      true,
    )
  })

  it('is taken back with a reason: staff read that the gateway is told, and the code is of no use any more', async () => {
    const world = await toPhone()
    const id = world.capture.checkId ?? ''
    await toStaff(world)
    await world.press('取り下げる')
    const dialog = world.page.get('dialog[open]')
    expect(dialog.text()).toContain('サーバーにも探すのをやめさせます')
    await dialog.get('input').setValue('別の日に確認する')
    await dialog.findAll('button').at(-1)?.trigger('click')
    await flushPromises()
    const ends = world.world.calls.filter((call) => /^(end identity|stopWaiting)/.test(call))
    expect(ends).toEqual([`end identity ${id}`, `stopWaiting ${id} 別の日に確認する`])
  })

  it('stays where it is when there is no room, and can be begun again with the answers kept', async () => {
    const world = await openCapture({ play: configured })
    accepts(world)
    world.world.saveResult = failed('TZ-D04')
    await world.press(BUTTON, '患者さんがはじめる')
    await world.capture.decideConsent(CONSENT)
    await world.settle()
    expect(world.capture.patientSide).toBe(false)
    expect(world.page.text()).toContain('TZ-D04')
    world.world.saveResult = ok(null)
    await world.press(BUTTON)
    await untilText(world, 'QRコードを写します')
    expect(world.world.saved).toHaveLength(1)
  })

  it('without a line after the save says so to staff, and the check stays saved', async () => {
    const world = await openCapture({ play: configured })
    await world.press(BUTTON, '患者さんがはじめる')
    world.world.lineIs({ state: 'noLine', lastSyncAt: null })
    await world.capture.decideConsent(CONSENT)
    await untilText(world, 'アプリでは確認できませんでした')
    expect(world.world.saved).toHaveLength(1)
  })
})
