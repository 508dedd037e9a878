import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { failed, ok, type Result } from '../../domain/outcome'
import TagPageWrite from '../../src/pages/tag-page-write.vue'
import { useTagsStore } from '../../src/stores/tags'
import { VISIT, type FakeWorld } from '../support/fake-services'
import { findAction, hasAction, mountPage } from './mount-page'

const show = (prepare: (world: FakeWorld) => void = () => undefined) =>
  mountPage(TagPageWrite, { path: '/tags', prepare })

async function press(page: VueWrapper, words: string): Promise<void> {
  await findAction(page, words).trigger('click')
  await flushPromises()
}

/** The dialog that is open, and its last button: the yes. */
const question = (page: VueWrapper): string =>
  page
    .findAll('dialog')
    .map((dialog) => dialog.text())
    .join('')
async function sayYes(page: VueWrapper): Promise<void> {
  await page.findAll('dialog button').at(-1)?.trigger('click')
  await flushPromises()
}

async function writeOne(prepare: (world: FakeWorld) => void = () => undefined) {
  const mounted = await show(prepare)
  await mounted.page.get('select').setValue(VISIT.id)
  await press(mounted.page, 'タグに書き込む')
  return mounted
}

describe('タグを作る', () => {
  it('writes nothing before somebody is chosen', async () => {
    const { page, world } = await show()
    await press(page, 'タグに書き込む')
    expect(world.calls.filter((call) => call.startsWith('write'))).toEqual([])
  })

  it('shows the whole name of whom is chosen, which a list may cut off', async () => {
    const { page } = await show()
    expect(page.find('.person').exists()).toBe(false)
    await page.get('select').setValue(VISIT.id)
    expect(page.get('.person').text()).toContain(VISIT.name)
  })

  it('lists each patient once', async () => {
    const { page } = await show((world) => {
      world.visits = [VISIT, { ...VISIT, id: 'again' }]
    })
    expect(page.findAll('option')).toHaveLength(2)
  })

  it('writes, and says when other tablets will know it', async () => {
    const { page, world } = await writeOne((world) =>
      world.lineIs({ state: 'noLine', lastSyncAt: null }),
    )
    expect(page.text()).toContain('訪問タグに書き込みました')
    expect(page.text()).toContain('回線が戻ると自動で伝わります')
    world.lineIs({ state: 'online', lastSyncAt: null })
    await flushPromises()
    expect(page.text()).toContain('一覧を更新すると使えます')
  })

  it('shows how to hold the tag, and a way out', async () => {
    let finish: (result: Result<null>) => void = () => undefined
    const { page } = await writeOne((world) => {
      world.services.tags.write = (_address, { signal }) => {
        signal.addEventListener('abort', () => finish(failed('TZ-T06')))
        return new Promise((resolve) => (finish = resolve))
      }
    })
    expect(page.text()).toContain('書き込むタグをかざしてください')
    expect(page.text()).toContain(`${VISIT.name} さんの訪問タグ`)
    await press(page, '書き込みをやめる')
    expect(page.text()).toContain('タグの待ち受けをやめました')
  })

  it('asks before it writes over something', async () => {
    const overwritten: boolean[] = []
    const { page } = await writeOne((world) => {
      world.services.tags.write = (_address, { overwrite }) => {
        overwritten.push(overwrite)
        return Promise.resolve(overwrite ? ok(null) : failed('TZ-T11'))
      }
    })
    expect(overwritten).toEqual([false])
    expect(question(page)).toContain('このタグに上書きしますか')
    await sayYes(page)
    expect(overwritten).toEqual([false, true])
    expect(page.text()).toContain('書き込みました')
  })

  it('locks only after two questions that say it cannot be undone', async () => {
    const { page, world } = await writeOne()
    const locked = (): string[] => world.calls.filter((call) => call.startsWith('lock tag'))
    await press(page, 'タグをロックする')
    expect(question(page)).toContain('二度と書き換えられません')
    await sayYes(page)
    expect(question(page)).toContain('元に戻せません')
    expect(locked()).toEqual([])
    await sayYes(page)
    expect(locked()).toHaveLength(1)
    expect(page.text()).toContain('ロックしました')
    expect(hasAction(page, 'タグをロックする')).toBe(false)
  })

  it('does not lock when either question is answered with no', async () => {
    const { page, world } = await writeOne()
    await press(page, 'タグをロックする')
    await sayYes(page)
    await page.get('dialog button').trigger('click')
    await flushPromises()
    expect(question(page)).toBe('')
    expect(world.calls.filter((call) => call.startsWith('lock tag'))).toEqual([])
  })

  it('takes a lost tag out of use after asking', async () => {
    const { page } = await writeOne()
    await press(page, '使用をやめる')
    expect(question(page)).toContain('かざしても訪問が開かなくなります')
    expect(useTagsStore().tagsOf(VISIT.patientId)).toHaveLength(1)
    await sayYes(page)
    expect(useTagsStore().tagsOf(VISIT.patientId)).toEqual([])
    expect(page.text()).not.toContain('使っているタグ')
  })

  it('says nothing of one patient’s tag beside another’s name', async () => {
    const { page } = await writeOne((world) => {
      world.visits = [VISIT, { ...VISIT, id: 'other', patientId: 'p-2' }]
    })
    await page.get('select').setValue('other')
    expect(page.text()).not.toContain('書き込みました')
  })

  it('says that this browser cannot', async () => {
    const { page } = await show((world) => {
      world.services.tags = { ...world.services.tags, isSupported: false }
    })
    expect(page.text()).toContain('このブラウザーではタグを読み書きできません')
    expect(hasAction(page, '書き込む')).toBe(false)
  })
})
