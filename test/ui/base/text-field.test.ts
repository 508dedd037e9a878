import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import TextField from '../../../src/ui/base/text-field.vue'

const make = (props: Record<string, unknown>) =>
  mount(TextField, { props: { modelValue: '', label: '登録コード', ...props } })

describe('a text field', () => {
  it('ties its label to its input', () => {
    const field = make({})
    expect(field.get('label').attributes('for')).toBe(field.get('input').attributes('id'))
  })

  it('uses no placeholder: the help stands beside it and is read with it', () => {
    const field = make({ support: '管理者から受け取ったコード' })
    const input = field.get('input')
    expect(input.attributes('placeholder')).toBeUndefined()
    const helpId = input.attributes('aria-describedby') ?? ''
    expect(field.get(`[id="${helpId}"]`).text()).toBe('管理者から受け取ったコード')
  })

  it('names the fault at the field and marks the input', () => {
    const field = make({ error: 'コードを入力してください。', support: '説明' })
    const input = field.get('input')
    expect(input.attributes('aria-invalid')).toBe('true')
    expect(field.get('[role="alert"]').text()).toBe('コードを入力してください。')
    expect(input.attributes('aria-describedby')?.split(' ')).toHaveLength(2)
  })

  it('is not marked while nothing is wrong', () => {
    const input = make({ error: null }).get('input')
    expect(input.attributes('aria-invalid')).toBeUndefined()
    expect(input.attributes('aria-describedby')).toBeUndefined()
  })

  it('tells what was typed', async () => {
    const field = make({})
    await field.get('input').setValue('ABCD')
    expect(field.emitted('update:modelValue')).toEqual([['ABCD']])
  })

  it('hides a passcode, shows it on request, and hides it again', async () => {
    const field = make({ type: 'password', label: 'パスコード' })
    const type = () => field.get('input').attributes('type')
    expect(type()).toBe('password')
    await field.get('button').trigger('click')
    expect(type()).toBe('text')
    expect(field.get('button').attributes('aria-pressed')).toBe('true')
    await field.get('button').trigger('click')
    expect(type()).toBe('password')
  })

  it('offers to show only a passcode', () => {
    expect(make({}).find('button').exists()).toBe(false)
  })
})
