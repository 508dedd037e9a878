import { describe, expect, it } from 'vitest'
import AttentionPage from '../../../src/pages/attention-page.vue'
import { declaration } from '../../domain/declaration/drafts'
import { findAction, mountPage } from '../mount-page'

const ID = '019e4336-0000-7000-8000-000000000000'
/** The check's id was made on that day. */
const BEGUN = Number.parseInt(ID.replaceAll('-', '').slice(0, 12), 16)
const DAY_MS = 86_400_000

describe('要対応 of a 申立書 that is about to be erased (R55)', () => {
  it('names the patient, the last day and where its claim is done', async () => {
    const { page } = await mountPage(AttentionPage, {
      path: '/attention',
      prepare(world) {
        world.kept.set(ID, { v: 1, kind: 'declaration', declaration: declaration() })
        // Begun on 2026-05-20, it is kept until 10 July.
        world.nowMs = BEGUN + 50 * DAY_MS
      },
    })
    expect(page.text()).toContain('まもなく消える申立書 1件')
    expect(page.text()).toContain('訓練 花子')
    expect(page.text()).toContain('2026年7月10日(金) まで残ります')
    expect(page.text()).not.toContain('対応が必要なものはありません')
    expect(findAction(page, '請求メモを開く').attributes('href')).toBe(`/claims/${ID}`)
  })

  it('is empty while there is time', async () => {
    const { page } = await mountPage(AttentionPage, {
      path: '/attention',
      prepare(world) {
        world.kept.set(ID, { v: 1, kind: 'declaration', declaration: declaration() })
        world.nowMs = BEGUN
      },
    })
    expect(page.text()).toContain('対応が必要なものはありません')
  })
})
