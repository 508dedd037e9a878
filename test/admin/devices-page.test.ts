import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DeviceFacts } from '../../api/admin/wire'
import DevicesPage from '../../src/admin/pages/devices-page.vue'
import ConfirmDialog from '../../src/ui/base/confirm-dialog.vue'
import { deviceOf, DONE, press, refusal, showPage, type Stage } from './stage'

let stage: Stage
afterEach(() => {
  stage.page.unmount()
  vi.unstubAllGlobals()
})

async function show(
  devices: DeviceFacts[],
  role: Parameters<typeof showPage>[2] = 'administrator',
) {
  const face = { 'GET /face-passcode': { current: null } }
  stage = await showPage(
    DevicesPage,
    { ...face, 'GET /devices': { devices, awayAfterHours: 72 } },
    role,
  )
  return stage
}
const names = () => stage.page.findAll('section h2, section h3').map((title) => title.text())

describe('the devices', () => {
  it('say that there are none yet', async () => {
    const { page } = await show([])
    expect(page.text()).toContain('端末はまだありません')
  })

  it('begin with those that are missing, with what they held unsent', async () => {
    const { page } = await show([
      deviceOf(),
      deviceOf({ id: 'device-2', name: '帰らない台', state: 'away', unsent: 3 }),
    ])
    expect(names().slice(0, 2)).toEqual(['帰らない台', 'タブレット1'])
    expect(page.text()).toContain('連絡がありません')
    expect(page.text()).toContain('3件')
    expect(page.get('.count').text()).toContain('2台、うち連絡がないもの1台')
  })

  it('fold away those that are no longer registered, and offer nothing on them', async () => {
    const { page } = await show([deviceOf({ state: 'revoked', revokedAt: 1, appVersion: '0.0.1' })])
    const ended = page.get('details')
    expect(ended.attributes('open')).toBeUndefined()
    expect(ended.get('summary').text()).toBe('登録を終えた端末 1台')
    expect(ended.findAll('button')).toEqual([])
    expect(page.text()).not.toContain('新しい版にしてください')
  })

  it('are looked for by name where there are many', async () => {
    const many = Array.from({ length: 40 }, (_, at) =>
      deviceOf({ id: `device-${at}`, name: `タブレット${at}` }),
    )
    const { page } = await show(many)
    await page.get('input[type="search"]').setValue('タブレット39')
    expect(page.findAll('.devices li')).toHaveLength(1)
    await page.get('input[type="search"]').setValue('玄関')
    expect(page.text()).toContain('その名前の端末はありません。')
  })

  it('need no search while they are few', async () => {
    const { page } = await show([deviceOf()])
    expect(page.find('input[type="search"]').exists()).toBe(false)
  })

  it('show the version of their app, with a mark and the next step where it is too old', async () => {
    const { page } = await show([deviceOf({ appVersion: '0.0.9' })])
    expect(page.text()).toContain('0.0.9')
    expect(page.text()).toContain('古すぎます')
    expect(page.text()).toContain('「この端末」から新しい版にしてください')
  })

  it('say that the version is not known of one that never told', async () => {
    const { page } = await show([deviceOf({ appVersion: null })])
    expect(page.text()).toMatch(/アプリの版\s*わかりません/)
    expect(page.text()).not.toContain('古すぎます')
  })

  it('are renamed, or left as they are', async () => {
    const { page, asked, replies } = await show([deviceOf()])
    replies['PATCH /devices/device-1'] = DONE
    await press(page, '名前を変える')
    await page.get('form input').setValue('  玄関の台 ')
    await press(page, 'やめる')
    expect(asked).toEqual([])
    await press(page, '名前を変える')
    await page.get('form input').setValue('  玄関の台 ')
    await page.get('form').trigger('submit')
    expect(asked[0]).toEqual({ what: 'PATCH /devices/device-1', body: { name: '玄関の台' } })
  })

  it('are erased only after the question is answered', async () => {
    const { page, asked, replies } = await show([deviceOf()])
    replies['POST /devices/device-1/erase'] = DONE
    await press(page, '消去を命じる')
    expect(asked).toEqual([])
    expect(document.body.textContent).toContain('タブレット1の消去を命じますか')
    const [, question] = page.findAllComponents(ConfirmDialog)
    if (!question) throw new Error('no question')
    await press(question, '消去を命じる')
    expect(asked[0]?.what).toBe('POST /devices/device-1/erase')
  })

  it('are only looked at by those who do not administer', async () => {
    const { page } = await show([deviceOf()], 'readOnly')
    expect(page.findAll('.devices button')).toEqual([])
    expect(page.text()).not.toContain('端末を登録する')
    expect(page.text()).not.toContain('目視パスコード')
  })

  it('say why where the gateway refuses, and stay as they were', async () => {
    const { page, replies } = await show([deviceOf()])
    replies['POST /devices/codes'] = refusal(403, 'TZ-G71')
    await press(page, '端末を登録する')
    expect(page.text()).toContain('TZ-G71')
    expect(page.text()).toContain('タブレット1')
  })

  it('say where no answer comes, and are asked for again', async () => {
    stage = await showPage(DevicesPage, {})
    const { page, replies } = stage
    expect(page.text()).toContain('TZ-G82')
    expect(page.text()).not.toContain('端末はまだありません')
    expect(page.text()).not.toContain('変更が届いたか')
    replies['GET /devices'] = { devices: [], awayAfterHours: 72 }
    await press(page, 'もう一度つなぐ')
    expect(page.text()).toContain('端末はまだありません')
  })

  it('say of a change that nobody answered that it may have been made', async () => {
    const { page } = await show([])
    await press(page, '端末を登録する')
    expect(page.text()).toContain('TZ-G78')
  })
})
