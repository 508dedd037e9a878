import { afterEach, describe, expect, it, vi } from 'vitest'
import type { PersonFacts } from '../../api/admin/wire'
import PeoplePage from '../../src/admin/pages/people-page.vue'
import { DONE, findButton, personOf, press, refusal, showPage, type Stage } from './stage'

let stage: Stage
afterEach(() => {
  stage.page.unmount()
  vi.unstubAllGlobals()
})

async function show(...people: PersonFacts[]): Promise<Stage> {
  stage = await showPage(PeoplePage, { 'GET /people': { people } })
  return stage
}
const panel = () => stage.page.get('.people li')

describe('the people', () => {
  it('are shown with role and number, and whether they have ever come in', async () => {
    const { page } = await show(personOf())
    expect(panel().text()).toContain('看護　三郎')
    expect(panel().text()).toContain('職員')
    expect(panel().text()).toContain('WXYZ-6789')
    expect(page.text()).toContain('まだ入ったことがありません')
  })

  it('are given another name and role together, by a button', async () => {
    const { page, asked, replies } = await show(personOf())
    replies['PATCH /people/person-2'] = DONE
    await press(page, '名前・役割を変える')
    await panel().get('input').setValue('看護　史郎 ')
    await panel().get('select').setValue('readOnly')
    expect(asked).toEqual([])
    await panel().get('form').trigger('submit')
    expect(asked[0]).toEqual({
      what: 'PATCH /people/person-2',
      body: { name: '看護　史郎', role: 'readOnly' },
    })
  })

  it('only what has changed is sent, and nothing where nothing has', async () => {
    const { page, asked, replies } = await show(personOf())
    replies['PATCH /people/person-2'] = DONE
    await press(page, '名前・役割を変える')
    await panel().get('form').trigger('submit')
    expect(asked).toEqual([])
    await press(page, '名前・役割を変える')
    await panel().get('select').setValue('administrator')
    await panel().get('form').trigger('submit')
    expect(asked[0]?.body).toEqual({ role: 'administrator' })
  })

  it('keep a name: an empty one cannot be saved', async () => {
    const { page } = await show(personOf())
    await press(page, '名前・役割を変える')
    await panel().get('input').setValue('　')
    expect(findButton(page, '変更を保存する').attributes('aria-disabled')).toBe('true')
  })

  it('are invited by a link that is shown once', async () => {
    const { page, asked, replies } = await show(personOf())
    replies['POST /people'] = {
      personId: 'person-3',
      signIn: 'NEWO-2345',
      link: 'https://gateway.test/admin#invite=x',
      expiresAt: Date.UTC(2026, 4, 23),
    }
    await page.get('form input').setValue('看護　四郎')
    await page.get('form').trigger('submit')
    await vi.waitFor(() => expect(page.text()).toContain('NEWO-2345'))
    expect(asked[0]).toEqual({ what: 'POST /people', body: { name: '看護　四郎', role: 'staff' } })
    await press(page, '表示を終える')
    expect(page.text()).not.toContain('NEWO-2345')
  })

  it('end only after the question, and stand below from then on', async () => {
    const { page, asked, replies } = await show(personOf())
    replies['POST /people/person-2/end'] = DONE
    replies['GET /people'] = { people: [personOf({ endedAt: 1 })] }
    await press(page, '利用を終える')
    expect(asked).toEqual([])
    await press(page.get('dialog'), '利用を終える')
    expect(asked[0]?.what).toBe('POST /people/person-2/end')
    await vi.waitFor(() => expect(page.text()).toContain('利用を終えた人'))
    expect(page.findAll('.people li')).toEqual([])
  })

  it('say why the last administrator stays', async () => {
    const { page, replies } = await show(personOf({ role: 'administrator' }))
    replies['POST /people/person-2/end'] = refusal(409, 'TZ-G76')
    await press(page, '利用を終える')
    await press(page.get('dialog'), '利用を終える')
    expect(page.text()).toContain('TZ-G76')
  })
})
