/**
 * 請求 in a real Chromium: four visits of a morning, then the clerk without a line: what each claim goes by, what is
 * missing, copied, written as CSV in CP932, by keyboard, and gone once the claim work is closed (R44, R60–R62).
 */
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { dayInJapan } from '../../domain/days'
import type { Declaration } from '../../domain/declaration/declaration'
import { findNeedles } from '../../tools/player/byte-search'
import { readDatabases } from '../../tools/player/left-behind'
import { waitForTablet } from '../../tools/player/tablet-data'
import { declaration } from '../domain/declaration/drafts'
import { lookAt } from '../support/look-at'
import { named, tellStory, WAIT } from '../support/story-world'

const BY_CARD = ['valid-20', 'invalid', 'multiple'] as const
/** Of whom nothing was found: the 申立書 is theirs. */
const DECLARED = 'none'

const story = tellStory()
const { page, keys, button, heading, link, text } = story

beforeAll(() =>
  story.world.chromium.context.grantPermissions(['clipboard-read', 'clipboard-write']),
)

const row = (person: string) =>
  page().getByRole('article', { name: new RegExp(named(story.world.nameOf(person))) })
const clipboard = () => page().evaluate(() => navigator.clipboard.readText())

const look = (name: string) => lookAt(page(), name)

/** Saves a 申立書 for that visit as its screens do; how those are filled in is a story of its own. */
async function declare(person: string, declared: Declaration): Promise<void> {
  const saved = await page().evaluate(
    async ({ name, value }) => {
      interface Stores {
        visits: { visits: { id: string; name: string }[] }
        capture: {
          begin: (visitId: string) => void
          cancel: () => Promise<void>
          saveEvidence: (evidence: unknown, kept: unknown) => Promise<boolean>
        }
      }
      const host = document.querySelector('#app') as unknown as {
        __vue_app__: {
          config: { globalProperties: { $pinia: { _s: { get: (id: string) => unknown } } } }
        }
      }
      const { _s: stores } = host.__vue_app__.config.globalProperties.$pinia
      const capture = stores.get('capture') as Stores['capture']
      const { visits } = stores.get('visits') as Stores['visits']
      capture.begin(visits.find((visit) => visit.name === name)?.id ?? '')
      const kept = { v: 1, kind: 'declaration', declaration: value }
      const done = await capture.saveEvidence({ kind: 'declaration', declaration: value }, kept)
      await capture.cancel()
      return done
    },
    { name: story.world.nameOf(person), value: declared },
  )
  expect(saved).toBe(true)
}

const press = (name: string | RegExp) => keys.press(button(name))

async function choose(legend: RegExp, option: string): Promise<void> {
  const group = page().getByRole('group', { name: legend })
  await keys.choose(group.getByRole('radio', { name: option }))
}

async function vaultKeys(): Promise<string[]> {
  return page().evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('tazune')
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error ?? new Error('no database'))
    })
    try {
      return await new Promise<string[]>((resolve, reject) => {
        const request = db.transaction('vault').objectStore('vault').getAllKeys()
        request.onsuccess = () => resolve(request.result.map(String))
        request.onerror = () => reject(request.error ?? new Error('vault'))
      })
    } finally {
      db.close()
    }
  })
}

describe('the claims of a morning', () => {
  it('begin with three cards and one 申立書', async () => {
    await story.makeReady()
    for (const person of BY_CARD) {
      story.world.layCard(person)
      await story.world.nurse.beginVisit(story.world.nameOf(person))
      await story.world.nurse.consent('すべて同意する')
      await story.world.nurse.typePin('1234')
      await story.world.nurse.seeSaved()
      await story.world.nurse.takeBack()
    }
    await declare(DECLARED, { ...declaration(), signedOn: dayInJapan(Date.now()) })
    await waitForTablet(page(), ({ answers }) => answers.length === 4, WAIT.timeout)
  })

  it('are one row each, after a night without a line', async () => {
    await story.world.goOffline()
    await page().reload()
    await story.unlockHere()
    await heading('今日の訪問').waitFor(WAIT)
    await keys.press(link(/^請求/))
    await row('valid-20').getByText('今の資格').waitFor(WAIT)
    await row('invalid').getByText('旧資格').waitFor(WAIT)
    await row('multiple').getByText('まだ選んでいません').waitFor(WAIT)
    await row(DECLARED).getByText('初診かどうか分かりません').waitFor(WAIT)
    await look('claims')
  })

  it('are gone through by keyboard, and copied', async () => {
    const first = page().locator('[data-claim]').first()
    await keys.reach(first)
    await page().keyboard.press('ArrowDown')
    await page().keyboard.press('ArrowUp')
    await page().keyboard.press('Control+c')
    await text('コピーしました').waitFor(WAIT)
    await expect.poll(() => clipboard()).toMatch(/^保険者番号: \d{6,8}\n/)
    await page().keyboard.press('ArrowDown')
    await page().keyboard.press('ArrowDown')
    await page().keyboard.press('Enter')
    await heading('請求メモ').waitFor(WAIT)
  })

  it('leave the choice among several to a person (R44)', async () => {
    await heading('使う資格を選ぶ').waitFor(WAIT)
    await look('claim-multiple')
    const choices = page().getByRole('group', { name: '使う資格を選ぶ' }).getByRole('radio')
    expect(await choices.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).checked)))
      // Nothing is picked silently.
      .toEqual([false, false])
    await keys.choose(choices.nth(1))
    await heading('請求に書くこと').waitFor(WAIT)
    await press('まとめてコピー')
    await text('コピーしました').waitFor(WAIT)
    await expect.poll(() => clipboard()).toContain('番号: 200503')
    await page().goBack()
  })

  it('name what a 不詳 still needs, and come to its eight remarks (R61, R62)', async () => {
    await keys.press(row(DECLARED).getByRole('link'))
    await heading(/^足りないもの/).waitFor(WAIT)
    await look('claim-unknown-open')
    await choose(/カードそのもの/, '見た')
    await choose(/初診ですか/, '初診')
    await choose(/実日数/, '1日だけ')
    await text('77777777').waitFor(WAIT)
    await text('摘要欄の「患者への連絡を行った日」がありません。').waitFor(WAIT)
    await press('今日連絡した')
    await heading(/^足りないもの/).waitFor({ ...WAIT, state: 'detached' })
    await press('まとめてコピー')
    await text('コピーしました').waitFor(WAIT)
    const copied = await clipboard()
    expect(copied.slice(copied.indexOf('摘要欄:')).split('\n')).toHaveLength(9)
    await look('claim-unknown')
    await page().goBack()
  })

  it('are written as one file that old software reads', async () => {
    await keys.choose(page().getByLabel('そろったものをすべて選ぶ'))
    await choose(/文字コード/, 'Shift_JIS')
    await text(/CSVに書き出す\(4件\)/).waitFor(WAIT)
    const downloading = page().waitForEvent('download')
    await press(/CSVに書き出す\(4件\)/)
    const file = await downloading
    expect(file.suggestedFilename()).toMatch(/^tazune-claims-\d{4}-\d\d-\d\d\.csv$/)
    const bytes = readFileSync(await file.path())
    const lines = new TextDecoder('shift_jis', { fatal: true }).decode(bytes).trim().split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines[0]).toContain('請求区分,保険者番号,')
    expect(lines.filter((line) => line.includes(',旧資格,'))).toHaveLength(1)
    expect(lines.filter((line) => line.includes(',不詳,77777777,'))).toHaveLength(1)
    await look('claims-ready')
  })

  it('are erased when the work is closed, and only then', async () => {
    const before = await vaultKeys()
    // The 申立書, and the numbers on file of whom they were lost.
    expect(before.filter((key) => key.startsWith('kept:'))).toHaveLength(2)
    await press('請求の作業を終える')
    await text('申立書1枚を、この端末とサーバーの両方から消します。').waitFor(WAIT)
    await look('claims-closing')
    await press('終えて消す')
    await text('4件の請求の作業を終えました').waitFor(WAIT)
    expect((await vaultKeys()).filter((key) => key.startsWith('kept:'))).toEqual([])
    const left = await readDatabases(page())
    const needles = ['09012345678', '090-1234-5678', '訓練商事']
    expect(
      findNeedles(
        left,
        needles.map((value) => ({ label: value, value })),
      ),
    ).toEqual([])
    await row(DECLARED).getByText('請求の作業を終えました').waitFor(WAIT)
    expect(await text('77777777').count()).toBe(0)
  })
})
