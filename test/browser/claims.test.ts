/**
 * 請求 in a real Chromium: four visits of a morning, then the clerk without a line: what each claim goes by, what is
 * missing, copied, written as CSV in CP932, by keyboard, and gone once the claim work is closed (R44, R60–R62).
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayInJapan } from '../../domain/days'
import type { Declaration } from '../../domain/declaration/declaration'
import { findNeedles } from '../../tools/player/byte-search'
import { readDatabases } from '../../tools/player/left-behind'
import { PASSCODE } from '../../tools/player/nurse'
import { waitForTablet } from '../../tools/player/tablet-data'
import { createWorld, type World } from '../../tools/player/world'
import { declaration } from '../domain/declaration/drafts'
import { expectNoViolations, keepPictures } from '../support/look-at'
import { tellAsOneStory } from '../support/one-story'

const WAIT = { timeout: 30_000 }
const BY_CARD = ['valid-20', 'invalid', 'multiple'] as const
/** Of whom nothing was found: the 申立書 is theirs. */
const DECLARED = 'none'

let world: World

beforeAll(async () => {
  world = await createWorld()
  await world.chromium.context.grantPermissions(['clipboard-read', 'clipboard-write'])
})

afterAll(() => world.end())

tellAsOneStory()

const page = () => world.nurse.page
const button = (name: string | RegExp) => page().getByRole('button', { name })
const heading = (name: string | RegExp) => page().getByRole('heading', { name })
const text = (words: string | RegExp) => page().getByText(words).first()
const row = (person: string) => page().getByRole('article', { name: named(person) })
const named = (person: string) => new RegExp(world.nameOf(person).replace(/\s+/g, '\\s+'))
const clipboard = () => page().evaluate(() => navigator.clipboard.readText())

async function look(name: string): Promise<void> {
  await expectNoViolations(page())
  await keepPictures(page(), name)
}

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
    { name: world.nameOf(person), value: declared },
  )
  expect(saved).toBe(true)
}

/** By keyboard: the focus goes there, the key does it. */
async function press(name: string | RegExp, key = 'Enter'): Promise<void> {
  await button(name).first().focus(WAIT)
  await page().keyboard.press(key)
}

async function choose(legend: RegExp, option: string): Promise<void> {
  const radio = page().getByRole('group', { name: legend }).getByRole('radio', { name: option })
  await radio.focus(WAIT)
  await page().keyboard.press('Space')
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
    await world.nurse.activate(world.line.origin, world.gateway.activationCode)
    await world.nurse.seeReadyForOffline()
    for (const person of BY_CARD) {
      world.layCard(person)
      await world.nurse.beginVisit(world.nameOf(person))
      await world.nurse.consent('すべて同意する')
      await world.nurse.typePin('1234')
      await world.nurse.seeSaved()
      await world.nurse.takeBack()
    }
    await declare(DECLARED, { ...declaration(), signedOn: dayInJapan(Date.now()) })
    await waitForTablet(page(), ({ answers }) => answers.length === 4, WAIT.timeout)
  })

  it('are one row each, after a night without a line', async () => {
    await world.goOffline()
    await page().reload()
    await heading('解錠').waitFor(WAIT)
    const staff = page().getByRole('radio')
    if ((await staff.count()) > 0) await staff.first().check()
    await page().locator('input[type=password]').fill(PASSCODE)
    await page().keyboard.press('Enter')
    await heading('今日の訪問').waitFor(WAIT)
    await page().getByRole('link', { name: /^請求/ }).click()
    await row('valid-20').getByText('今の資格').waitFor(WAIT)
    await row('invalid').getByText('旧資格').waitFor(WAIT)
    await row('multiple').getByText('まだ選んでいません').waitFor(WAIT)
    await row(DECLARED).getByText('初診かどうか分かりません').waitFor(WAIT)
    await look('claims')
  })

  it('are gone through by keyboard, and copied', async () => {
    const first = page().locator('[data-claim]').first()
    await first.focus()
    await page().keyboard.press('ArrowDown')
    await page().keyboard.press('ArrowUp')
    await page().keyboard.press('Control+c')
    await text('コピーしました').waitFor(WAIT)
    expect(await clipboard()).toMatch(/^保険者番号: \d{6,8}\n/)
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
    await choices.nth(1).focus()
    await page().keyboard.press('Space')
    await heading('請求に書くこと').waitFor(WAIT)
    await press('まとめてコピー')
    await text('コピーしました').waitFor(WAIT)
    expect(await clipboard()).toContain('番号: 200503')
    await page().goBack()
  })

  it('name what a 不詳 still needs, and come to its eight remarks (R61, R62)', async () => {
    await row(DECLARED).getByRole('link').first().focus()
    await page().keyboard.press('Enter')
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
    await page().getByLabel('そろったものをすべて選ぶ').focus()
    await page().keyboard.press('Space')
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
    expect(before.filter((key) => key.startsWith('kept:'))).toHaveLength(1)
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
