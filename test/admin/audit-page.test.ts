import { afterEach, describe, expect, it, vi } from 'vitest'
import type { AuditFacts } from '../../api/admin/wire'
import AuditPage from '../../src/admin/pages/audit-page.vue'
import { deviceOf, personOf, press, refusal, showPage, type Stage } from './stage'

let stage: Stage
afterEach(() => {
  stage.page.unmount()
  vi.unstubAllGlobals()
})

const row = (change: Partial<AuditFacts>): AuditFacts => ({
  seq: 1,
  at: Date.UTC(2026, 4, 20),
  who: { kind: 'person', id: 'person-2' },
  act: 'deviceRevoked',
  about: { device: 'device-1' },
  hash: 'x',
  ...change,
})

async function show(rows: AuditFacts[], more = {}): Promise<Stage> {
  stage = await showPage(AuditPage, {
    'GET /people': { people: [personOf()] },
    'GET /devices': { devices: [deviceOf()], awayAfterHours: 72 },
    'GET /audit': { rows },
    ...more,
  })
  return stage
}
const cells = () => stage.page.findAll('tbody td').map((cell) => cell.text())

describe('the audit', () => {
  it('tells who did what to which, by the names of today', async () => {
    await show([row({})])
    expect(cells()).toEqual(['看護　三郎', '端末の登録を終えた', 'タブレット1'])
  })

  it('shows an id where nobody has that name any more, and who was no person', async () => {
    await show([
      row({ seq: 3, who: { kind: 'person', id: 'gone' }, about: {} }),
      row({ seq: 2, who: { kind: 'commandLine' } }),
      row({ seq: 1, who: { kind: 'unknown' }, act: 'signInRefused' }),
    ])
    expect(cells()[0]).toBe('gone')
    expect(cells()[3]).toBe('ゲートウェイの機械で')
    expect(cells()[6]).toBe('サインイン前の人')
  })

  it('says a role in words', async () => {
    await show([row({ act: 'personInvited', about: { person: 'person-2', role: 'readOnly' } })])
    expect(cells()[2]).toBe('看護　三郎 / 見るだけの人')
  })

  it('goes further back until nothing is left', async () => {
    const { page, replies } = await show([row({ seq: 9 })])
    replies['GET /audit'] = { rows: [row({ seq: 8 })] }
    await press(page, 'もっと前を見る')
    expect(page.findAll('tbody tr')).toHaveLength(2)
    replies['GET /audit'] = { rows: [] }
    await press(page, 'もっと前を見る')
    expect(page.text()).not.toContain('もっと前を見る')
  })

  it('has no gap after an export, which is the newest row itself', async () => {
    const { page, replies } = await show([row({ seq: 9 }), row({ seq: 8 })])
    replies['GET /audit'] = { rows: [] }
    await press(page, 'もっと前を見る')
    replies['POST /audit/export'] = 'lines'
    replies['GET /audit'] = { rows: [row({ seq: 10, act: 'auditExported' }), row({ seq: 9 })] }
    await press(page, 'すべて書き出す')
    expect(page.findAll('tbody tr')).toHaveLength(2)
    expect(page.text()).toContain('もっと前を見る')
  })

  it('says where it may not be read', async () => {
    const { page } = await show([], { 'GET /audit': refusal(403, 'TZ-G71') })
    expect(page.text()).toContain('TZ-G71')
  })
})
