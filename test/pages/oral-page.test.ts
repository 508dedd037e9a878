import { describe, expect, it } from 'vitest'
import OralPage from '../../src/pages/oral-page.vue'
import { arrive, HISTORY, ON_FILE, openScreen } from './documents/document-world'
import { mountPage } from './mount-page'

const open = (onFile: typeof ON_FILE | null = ON_FILE) =>
  openScreen(OralPage, {
    path: '/check/oral',
    visit: { birthdate: '1980-04-01', history: { ...HISTORY, onFile } },
  })

describe('口頭確認 (R50 ③)', () => {
  it('leads to the list where no check has been begun', async () => {
    const { router } = await mountPage(OralPage, { path: '/check/oral' })
    await arrive(router, '/visits')
  })

  it('says so where no numbers are on file, and leads on', async () => {
    const { page, press, router } = await open(null)
    expect(page.text()).toContain('登録されていません')
    await press('別の方法に進む')
    await arrive(router, '/check/ways')
  })

  it('gives the question in plain words, and the numbers in part until asked', async () => {
    const { page, press } = await open()
    expect(page.text()).toContain('この前から変わっていませんか')
    expect(page.text()).toContain('前回の訪問は 2026年10月21日')
    expect(page.text()).not.toContain('0613')
    expect(page.text()).toContain('•••••018')
    await press('番号を表示')
    expect(page.text()).toContain('0613 9018')
    await press('番号を隠す')
    expect(page.text()).not.toContain('0613')
  })

  it('saves nothing before the patient has answered', async () => {
    const { press, world } = await open()
    await press('登録の番号で照会する')
    expect(world.saved).toEqual([])
  })

  it('asks with the numbers on file where nothing has changed', async () => {
    const { press, choose, world, router } = await open()
    await choose('変わりない')
    await press('登録の番号で照会する')
    await arrive(router, '/check')
    const told = { kind: 'oral', numbers: ON_FILE, birthdate: '1980-04-01' }
    expect(world.saved[0]?.payload.evidence).toEqual(told)
    expect(world.saved[0]?.kept).toEqual({ v: 1, ...told, onFile: ON_FILE })
  })

  it.each(['変わった', 'わからない'])('asks nothing where the answer is %s', async (word) => {
    const { press, choose, world, router, page } = await open()
    await choose(word)
    expect(page.findAll('button').some((each) => each.text().includes('照会する'))).toBe(false)
    await press('別の方法に進む')
    await arrive(router, '/check/ways')
    expect(world.saved).toEqual([])
  })

  it('says why it could not be saved, and saves it when asked again', async () => {
    const { press, choose, world, page } = await open()
    world.saveResult = { ok: false, code: 'TZ-D04' }
    await choose('変わりない')
    await press('登録の番号で照会する')
    expect(page.text()).toContain('TZ-D04')
    world.saveResult = { ok: true, value: null }
    await press('登録の番号で照会する')
    expect(world.saved).toHaveLength(1)
  })
})
