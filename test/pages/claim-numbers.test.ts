import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ClaimNumbers from '../../src/pages/claims/claim-numbers.vue'

/** Types each field, chooses the insurance of the day, and sends the form. */
async function claimWith(typed: Readonly<Record<string, string>>) {
  const page = mount(ClaimNumbers, { props: { found: undefined } })
  for (const [label, text] of Object.entries(typed)) {
    const found = page.findAll('label').find((each) => each.text() === label)
    await page.get(`[id="${found?.attributes('for') ?? ''}"]`).setValue(text)
  }
  await page.get('input[type=radio]').setValue()
  await page.get('form').trigger('submit')
  return page
}

describe('numbers of 後期 that were found after the visit (R70)', () => {
  const WHOLE = { 保険者番号: '39131156', 番号: '12345678' }

  it('are a 被保険者番号 alone', async () => {
    const page = await claimWith(WHOLE)
    expect(page.emitted('found')).toEqual([
      [
        {
          insurerNumber: '39131156',
          symbol: null,
          number: '12345678',
          branch: null,
          current: true,
        },
      ],
    ])
  })

  it.each([
    ['記号', '12', '記号はありません。'],
    ['枝番', '00', '枝番はありません。'],
  ])('are not taken with a %s', async (label, text, message) => {
    const page = await claimWith({ ...WHOLE, [label]: text })
    expect(page.emitted('found')).toBeUndefined()
    expect(page.text()).toContain(message)
  })
})
