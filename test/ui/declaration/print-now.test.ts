import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import PrintSheet from '../../../src/ui/declaration/print-sheet.vue'
import { printNow } from '../../../src/ui/declaration/print-now'

describe('printing', () => {
  it('waits for the characters of the sheet, which no screen has shown', async () => {
    const sheet = mount(PrintSheet, { slots: { default: '﨑 髙' } })
    const acts: string[] = []
    await printNow({
      loadFonts(text) {
        acts.push(`load ${text}`)
        return Promise.resolve([])
      },
      print: () => acts.push('print'),
    })
    expect(acts).toEqual(['load 﨑 髙', 'print'])
    sheet.unmount()
  })

  it('goes on with the face of the device where they do not come', async () => {
    let printed = 0
    await printNow({
      loadFonts: () => Promise.reject(new Error('offline')),
      print: () => {
        printed += 1
      },
    })
    expect(printed).toBe(1)
  })
})
