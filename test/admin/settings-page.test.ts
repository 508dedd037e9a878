import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import SettingsPage from '../../src/admin/pages/settings-page.vue'
import ConfirmDialog from '../../src/ui/base/confirm-dialog.vue'
import { DONE, meOf, press, showPage, type Stage } from './stage'

let stage: Stage
afterEach(() => {
  stage.page.unmount()
  vi.unstubAllGlobals()
})

const PASSKEY = { id: 'key/1', createdAt: Date.UTC(2026, 4, 1), usedAt: null }

async function show(): Promise<Stage> {
  const me = { ...meOf('staff'), passkeys: [PASSKEY] }
  stage = await showPage(SettingsPage, { 'GET /me': me, 'DELETE /me/passkeys/key%2F1': DONE })
  return stage
}

describe('a passkey of one’s own', () => {
  it('is taken away only after a question', async () => {
    const { page, asked } = await show()
    const dialog = page.getComponent(ConfirmDialog)
    await press(page, 'このパスキーを除く')
    expect(dialog.props('open')).toBe(true)
    dialog.vm.$emit('cancel')
    await flushPromises()
    expect(dialog.props('open')).toBe(false)
    expect(asked).toEqual([])
    await press(page, 'このパスキーを除く')
    dialog.vm.$emit('confirm')
    await flushPromises()
    expect(asked[0]?.what).toBe('DELETE /me/passkeys/key%2F1')
    expect(dialog.props('open')).toBe(false)
  })
})
