import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import PeoplePage from '../../src/admin/pages/people-page.vue'
import SignInPage from '../../src/admin/pages/sign-in-page.vue'
import { signOut } from '../../src/admin/session'
import { DONE, personOf, press, refusal, showPage, type Replies, type Stage } from './stage'

let stage: Stage
afterEach(() => {
  stage.page.unmount()
  vi.unstubAllGlobals()
})

/** Somebody was here, and is not any more. */
async function show(replies: Replies = {}, end: () => Promise<unknown> = signOut): Promise<Stage> {
  stage = await showPage(PeoplePage, { 'GET /people': { people: [personOf()] } })
  stage.replies['POST /sign-out'] = DONE
  await end()
  stage.page.unmount()
  stage = await showPage(SignInPage, { 'GET /me': refusal(401, 'TZ-G70'), ...replies })
  return stage
}

async function tryPasscode(): Promise<void> {
  const [signIn, passcode] = stage.page.findAll('input')
  await signIn?.setValue('ABCD-2345')
  await passcode?.setValue('間違った合言葉です')
  await stage.page.get('form').trigger('submit')
  await flushPromises()
}

describe('signing in', () => {
  it('says that it did not work, and asks for the passcode anew', async () => {
    const { page } = await show({ 'POST /sign-in/passcode': refusal(403, 'TZ-G73') })
    await tryPasscode()
    expect(page.get('[role="alert"]').text()).toContain('TZ-G73')
    expect(page.findAll('input').map(({ element }) => element.value)).toEqual(['ABCD-2345', ''])
  })

  it.each([
    ['41', '1分ほど待って'],
    ['541', '10分ほど待って'],
  ])('says how long to wait after too many wrong tries: %s seconds', async (seconds, words) => {
    const wait = refusal(429, 'TZ-G26', { 'Retry-After': seconds })
    const { page } = await show({ 'POST /sign-in/passcode': wait })
    await tryPasscode()
    const said = page.get('[role="alert"]').text()
    expect(said).toContain('TZ-G26')
    expect(said).toContain(words)
    expect(said).not.toContain('自動で')
  })

  it('says that a session has ended by itself', async () => {
    const { page } = await show({}, async () => {
      stage.replies['POST /people/person-2/invitation'] = refusal(401, 'TZ-G70')
      await press(stage.page, '招待のリンクを作り直す')
    })
    expect(page.get('[role="alert"]').text()).toContain('TZ-G70')
  })

  it('says nothing of the kind to who has signed out', async () => {
    const { page } = await show()
    expect(page.find('[role="alert"]').exists()).toBe(false)
  })
})
