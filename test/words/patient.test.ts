import { afterEach, describe, expect, it } from 'vitest'
import {
  choosePatientLanguage,
  DICTIONARIES,
  forgetPatientLanguage,
  patientLanguage,
  patientTag,
  say,
  sayDay,
} from '../../src/words/patient'

afterEach(forgetPatientLanguage)

describe('the language of the patient', () => {
  it('is Japanese until another is chosen', () => {
    expect(say('やめる')).toBe('やめる')
    expect(patientTag.value).toBe('ja')
  })

  it('speaks with its own words and days', async () => {
    expect(await choosePatientLanguage('vi')).toBe(true)
    expect(say('戻る')).toBe('Quay lại')
    expect(sayDay('2026-05-31')).toBe('CN, 31 tháng 5, 2026')
    expect(patientTag.value).toBe('vi')
  })

  it('goes back to Japanese with the tablet', async () => {
    await choosePatientLanguage('ko')
    forgetPatientLanguage()
    expect(say('戻る')).toBe('戻る')
  })

  it('stays where the words of another do not come', async () => {
    await choosePatientLanguage('en')
    const broken = { ...DICTIONARIES, pt: () => Promise.reject(new Error('no such file')) }
    expect(await choosePatientLanguage('pt', broken)).toBe(false)
    expect(patientLanguage.value).toBe('en')
  })

  it('is the one chosen last, however late the words of the first come', async () => {
    let bring = (): void => undefined
    const slow = new Promise<void>((resolve) => {
      bring = resolve
    })
    const late = { ...DICTIONARIES, zh: () => slow.then(DICTIONARIES.zh) }
    const first = choosePatientLanguage('zh', late)
    await choosePatientLanguage('ko', late)
    bring()
    await first
    expect(patientLanguage.value).toBe('ko')
  })

  it('does not come back after the tablet was given back, however late its words come', async () => {
    let bring = (): void => undefined
    const slow = new Promise<void>((resolve) => {
      bring = resolve
    })
    const choice = choosePatientLanguage('zh', {
      ...DICTIONARIES,
      zh: () => slow.then(DICTIONARIES.zh),
    })
    forgetPatientLanguage()
    bring()
    await choice
    expect(patientLanguage.value).toBe('ja')
  })
})
