import { mount } from '@vue/test-utils'
import { nextTick } from 'vue'
import { afterEach, describe, expect, it } from 'vitest'
import PatientShell from '../../../src/ui/patient/patient-shell.vue'
import HandBack from '../../../src/ui/patient/hand-back.vue'
import { PATIENT_LANGUAGES } from '../../../src/words/languages'
import { forgetPatientLanguage, patientLanguage } from '../../../src/words/patient'

afterEach(() => {
  forgetPatientLanguage()
  document.body.innerHTML = ''
})

function open(screen = 'place') {
  return mount(PatientShell, {
    attachTo: document.body,
    props: { textSize: 'normal', screen },
    slots: { default: '<button class="answer" type="button">次へ</button>' },
  })
}

describe('the patient’s language', () => {
  it('is offered by every language’s own name on the first screen, marked as that language', () => {
    const names = open()
      .findAll('.greeting button')
      .map((button) => [button.text(), button.attributes('lang')])
    expect(names).toEqual(PATIENT_LANGUAGES.map(({ name, tag }) => [name, tag]))
  })

  it('changes words and lang of the screen, and can be changed back', async () => {
    const shell = open()
    const names = shell.findAll('.greeting button')
    await names[5]?.trigger('click')
    await expect.poll(() => shell.find('.leave').text()).toBe('Dừng')
    expect(shell.find('.shell').attributes('lang')).toBe('vi')
    expect(names[5]?.attributes('aria-pressed')).toBe('true')
    await names[0]?.trigger('click')
    await expect.poll(() => shell.find('.leave').text()).toBe('やめる')
    expect(shell.find('.shell').attributes('lang')).toBe('ja')
  })

  it('stands at the top of every later screen', async () => {
    const shell = open()
    await shell.setProps({ screen: 'pin' })
    expect(shell.find('.greeting').exists()).toBe(false)
    const select = shell.find<HTMLSelectElement>('.tools select')
    expect(select.findAll('option')).toHaveLength(PATIENT_LANGUAGES.length)
    await select.setValue('ko')
    await expect.poll(() => patientLanguage.value).toBe('ko')
    await expect.poll(() => select.element.value).toBe('ko')
  })

  it('is no longer called out once the first question is answered', async () => {
    const shell = open()
    await shell.find('.answer').trigger('click')
    await nextTick()
    expect(shell.find('.greeting').exists()).toBe(false)
  })

  it('ends with the patient’s screens', async () => {
    const shell = open()
    await shell.find('.tools select').setValue('pt')
    await expect.poll(() => patientLanguage.value).toBe('pt')
    shell.unmount()
    expect(patientLanguage.value).toBe('ja')
  })

  it('leaves what is meant for staff in theirs, marked as such', async () => {
    const shell = mount(PatientShell, {
      props: { textSize: 'normal' },
      slots: { default: HandBack },
      global: { components: { HandBack } },
    })
    await shell.find('.tools select').setValue('zh')
    await expect.poll(() => shell.find('.shell').attributes('lang')).toBe('zh-CN')
    expect(shell.find('.return').attributes('lang')).toBe('ja')
    expect(shell.find('.return').text()).toContain('スタッフの方はこちら')
  })
})
