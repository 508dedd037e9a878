import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { failed } from '../../../domain/outcome'
import { useTabletStore } from '../../../src/stores/tablet'
import { VISIT } from '../../support/fake-services'
import { openPage, type Opened } from './open-form'

/** To the review, with the shortest answers that are right. */
async function fillIn(opened: Opened): Promise<void> {
  const { press, type, pressKeys } = opened
  await press('患者さんがはじめる', 'はじめる', 'はい、入っています', '会社などの健康保険')
  await type('訓練健康保険組合')
  await press('お勤め先はない', '家族の保険', '1割')
  await press('はい、合っています', 'はい、合っています', 'はい、合っています', '女')
  await type('訓練県訓練市１－１')
  await press('はい、住んでいます')
  await pressKeys('09012345678')
  await press('次へ', '患者さん本人')
}

async function signAndReturn({ press, pad }: Opened): Promise<void> {
  await press('よい。署名へ進む')
  pad.draw([50, 50], [300, 90])
  await flushPromises()
  await press('書きました', 'スタッフの方はこちら', 'スタッフの画面に戻る')
}

describe('申立書 from hand-over to 保存', () => {
  it('is filled by the patient, looked at by staff and saved', async () => {
    const opened = await openPage()
    expect(opened.title()).toBe('申立書を書いてもらう')
    // A screen reader begins at each title of staff's.
    expect(document.activeElement?.textContent).toBe('申立書を書いてもらう')
    await fillIn(opened)
    expect(opened.title()).toBe('この内容でよろしいですか')
    await signAndReturn(opened)
    expect(opened.title()).toBe('申立書を確かめる')
    expect(document.activeElement?.textContent).toBe('申立書を確かめる')
    expect(opened.page.get('article').text()).toContain('訓練健康保険組合')
    await opened.press('この申立書を保存する')
    expect(opened.world.saved).toHaveLength(1)
    expect(opened.world.saved[0]?.payload.evidence).toMatchObject({
      kind: 'declaration',
      declaration: {
        insuranceKind: 'employees',
        insurerName: '訓練健康保険組合',
        workplace: 'なし',
        insuredAs: 'family',
        share: 10,
        name: '見本 花子',
        birthdate: VISIT.birthdate,
        residence: null,
        relation: null,
        phone: '09012345678',
      },
    })
    expect(opened.push).toHaveBeenLastCalledWith('/check')
  })

  it('reads all of it back before the signature, and mends one line from there', async () => {
    const opened = await openPage()
    await fillIn(opened)
    const lines = opened.page.findAll('dt').map((term) => term.text())
    expect(lines).toEqual([
      'いま保険に入っている',
      '保険の種類',
      '保険の名前',
      'お勤め先',
      '本人か家族か',
      '窓口で払う割合',
      'お名前',
      'フリガナ',
      '生年月日',
      '性別',
      'カードの住所',
      'いま住んでいる所',
      '電話番号',
      '署名する方',
    ])
    await opened.press('電話番号を直す', 'やり直す')
    await opened.pressKeys('0312345678')
    await opened.press('次へ')
    expect(opened.title()).toBe('この内容でよろしいですか')
    expect(opened.form.entry?.draft.phone).toBe('0312345678')
  })

  it('keeps the patient on this screen, and shows nothing of staff', async () => {
    const opened = await openPage()
    await opened.press('患者さんがはじめる')
    expect(useTabletStore().patientPath).toBe('/check/declaration')
    await opened.router.push('/visits')
    expect(opened.router.currentRoute.value.path).toBe('/check/declaration')
    expect(opened.page.text()).not.toContain('別の方法')
  })

  it('says what is wrong where the disk is full, and loses nothing', async () => {
    const opened = await openPage()
    await fillIn(opened)
    await signAndReturn(opened)
    opened.world.saveResult = failed('TZ-D04')
    await opened.press('この申立書を保存する')
    expect(opened.title()).toBe('申立書を確かめる')
    expect(opened.page.text()).toContain('TZ-D04')
    expect(opened.world.entries.size).toBe(1)
  })

  it('prints the sheet and nothing beside it', async () => {
    const print = vi.fn()
    vi.stubGlobal('print', print)
    const opened = await openPage()
    await fillIn(opened)
    await signAndReturn(opened)
    await opened.press('印刷する')
    expect(print).toHaveBeenCalledTimes(1)
    expect(document.querySelector('body > .print-sheet article')?.textContent).toContain('訓練')
    vi.unstubAllGlobals()
  })
})

describe('a 申立書 that was put down', () => {
  it('keeps its answers when the patient stops, and goes on later', async () => {
    const opened = await openPage()
    await opened.press('患者さんがはじめる', 'はじめる', 'はい、入っています')
    opened.form.leave('left')
    await flushPromises()
    expect(opened.page.text()).toContain('ここまでの答えは、この端末に残っています。')
    await opened.press('スタッフの方はこちら', 'スタッフの画面に戻る')
    expect(opened.page.text()).toContain('14問のうち1問まで答えています')
    await opened.press('続きを書いてもらう')
    expect(opened.title()).toBe('どの健康保険ですか')
  })

  it('is offered to whoever unlocks after a lock', async () => {
    const first = await openPage()
    await first.press('患者さんがはじめる', 'はじめる', 'はい、入っています')
    first.page.unmount()
    const second = await openPage({ world: first.world, begun: false })
    expect(second.title()).toBe('書きかけの申立書')
    expect(second.page.text()).toContain(VISIT.name)
    await second.press('続きから')
    expect(second.title()).toBe('申立書を書いてもらう')
    await second.press('続きを書いてもらう')
    expect(second.title()).toBe('どの健康保険ですか')
  })

  it('says it where an answer could not be kept', async () => {
    const opened = await openPage()
    opened.world.services.records.putEntryDraft = () => Promise.resolve(failed('TZ-D04'))
    await opened.press('患者さんがはじめる', 'はじめる', 'はい、入っています')
    expect(opened.fault()).toContain('答えを端末に残せませんでした')
  })
})

describe('the address of the 申立書', () => {
  it('leads to the list where there is neither a check nor a form', async () => {
    const opened = await openPage({ begun: false })
    expect(opened.replace).toHaveBeenCalledWith('/visits')
  })

  it('is closed for a 施術所 (R54)', async () => {
    const opened = await openPage({ setting: 'treatmentRoom' })
    expect(opened.page.text()).toContain('申立書は、医療機関と薬局で使う書類です。')
    expect(opened.page.text()).not.toContain('患者さんがはじめる')
  })
})
