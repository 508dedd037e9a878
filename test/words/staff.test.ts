import { afterEach, describe, expect, it } from 'vitest'
import { ERROR_CATALOGUE } from '../../domain/errors'
import { ERRORS, STAFF } from '../../src/words/en'
import {
  chooseStaffLanguage,
  staffLanguage,
  startStaffLanguage,
  t,
  tError,
  type StaffLanguagePlatform,
} from '../../src/words/staff'

function device(kept: string | null = null) {
  const store = { language: kept }
  const root = { lang: 'ja' }
  const told: unknown[] = []
  const platform: StaffLanguagePlatform = {
    load: () => Promise.resolve({ STAFF, ERRORS }),
    storage: () => ({
      getItem: () => store.language,
      setItem(_key, value) {
        store.language = value
      },
    }),
    root: () => root,
    report: (cause) => told.push(cause),
  }
  return { store, root, told, platform }
}

afterEach(() => chooseStaffLanguage('ja', device().platform))

describe('the language of staff', () => {
  it('is Japanese on a new device, and no dictionary is fetched', async () => {
    const { platform } = device()
    platform.load = () => Promise.reject(new Error('not to be fetched'))
    expect(await startStaffLanguage(platform)).toBe(true)
    expect(t('要対応')).toBe('要対応')
  })

  it('stays on this device, and is told to the page', async () => {
    const { platform, store, root } = device()
    expect(await chooseStaffLanguage('en', platform)).toBe(true)
    expect(t('要対応')).toBe('To do')
    expect(store.language).toBe('en')
    expect(root.lang).toBe('en')
    await chooseStaffLanguage('ja', platform)
    expect(t('要対応')).toBe('要対応')
    expect(root.lang).toBe('ja')
  })

  it('is the language of errors too, by their codes', async () => {
    const japanese = ERROR_CATALOGUE['TZ-D05']
    expect(tError('TZ-D05', japanese)).toBe(japanese)
    await chooseStaffLanguage('en', device().platform)
    expect(tError('TZ-D05', japanese).message).toBe('The passcode is wrong.')
  })

  it('is the one that this device was left in', async () => {
    await startStaffLanguage(device('en').platform)
    expect(staffLanguage.value).toBe('en')
  })

  it('stays as it is where the words do not come, and is not kept', async () => {
    const { platform, store } = device()
    platform.load = () => Promise.reject(new Error('offline'))
    expect(await chooseStaffLanguage('en', platform)).toBe(false)
    expect(staffLanguage.value).toBe('ja')
    expect(store.language).toBeNull()
  })
})

describe('a browser without a store', () => {
  it('shows the chosen language until it is closed, and says why it is not kept', async () => {
    const { platform, told } = device()
    platform.storage = () => {
      throw new DOMException('denied', 'SecurityError')
    }
    expect(await startStaffLanguage(platform)).toBe(true)
    expect(await chooseStaffLanguage('en', platform)).toBe(true)
    expect(staffLanguage.value).toBe('en')
    expect(told).toHaveLength(2)
  })
})
