import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import AppButton from '../../../src/ui/base/app-button.vue'

const make = (props: Record<string, unknown>) =>
  mount(AppButton, { props: { variant: 'primary', ...props }, slots: { default: '送る' } })

describe('a button', () => {
  it('tells its click', async () => {
    const button = make({})
    await button.trigger('click')
    expect(button.emitted('click')).toHaveLength(1)
  })

  it('does not submit a form unless it is told to', () => {
    expect(make({}).attributes('type')).toBe('button')
    expect(make({ type: 'submit' }).attributes('type')).toBe('submit')
  })

  it('stays in the tab order when disabled, says so, and does nothing', async () => {
    const button = make({ disabled: true })
    expect(button.attributes('disabled')).toBeUndefined()
    expect(button.attributes('aria-disabled')).toBe('true')
    await button.trigger('click')
    expect(button.emitted('click')).toBeUndefined()
  })

  it('takes no second press while busy, and says that it is busy', async () => {
    const button = make({ busy: true })
    expect(button.attributes('aria-busy')).toBe('true')
    expect(button.text()).toContain('送る')
    await button.trigger('click')
    expect(button.emitted('click')).toBeUndefined()
  })

  it('keeps a form from being submitted by a button that looks off', async () => {
    let submitted = 0
    const form = mount(
      {
        components: { AppButton },
        template:
          '<form @submit.prevent="$emit(`sent`)"><AppButton variant="primary" type="submit" disabled>送る</AppButton></form>',
        emits: ['sent'],
      },
      { attachTo: document.body, attrs: { onSent: () => (submitted += 1) } },
    )
    await form.get('button').trigger('click')
    expect(submitted).toBe(0)
    form.unmount()
  })

  it('has no state attributes when it is plainly usable', () => {
    const button = make({})
    expect(button.attributes('aria-disabled')).toBeUndefined()
    expect(button.attributes('aria-busy')).toBeUndefined()
  })
})
