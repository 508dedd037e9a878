import { mount, type VueWrapper } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import QrCode from '../../src/ui/qr-code.vue'
import { readQr } from '../support/read-qr'

const draw = (text: string) => mount(QrCode, { props: { text, label: '受付のQRコード' } })

/** The dark modules of what is drawn, the quiet zone included. */
function modulesOf(code: VueWrapper): boolean[][] {
  const size = Number(code.get('svg').attributes('viewBox')?.split(' ')[2])
  const rows = Array.from({ length: size }, () => new Array<boolean>(size).fill(false))
  for (const [, x, y, length] of code
    .get('path')
    .attributes('d')
    ?.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g) ?? []) {
    rows[Number(y)]?.fill(true, Number(x), Number(x) + Number(length))
  }
  return rows
}

describe('a QR code', () => {
  it.each([
    'https://uketsuke.example/',
    'https://uketsuke.example/1234567890',
    'https://u.example/z?c=1&d=%E3%81%82',
  ])('drawn for %s reads as that, at level M or better', (text) => {
    const rows = modulesOf(draw(text))
    const inner = rows.slice(4, -4).map((row) => row.slice(4, -4))
    const read = readQr(inner)
    expect(read.text).toBe(text)
    expect('MQH').toContain(read.level)
  })

  it('has a quiet zone of four modules on every side', () => {
    const rows = modulesOf(draw('https://uketsuke.example/'))
    const edges = rows.flatMap((row, y) =>
      row.filter((_, x) => Math.min(x, y, row.length - 1 - x, rows.length - 1 - y) < 4),
    )
    expect(edges.some(Boolean)).toBe(false)
    expect(rows[4]?.slice(4, 11).every(Boolean)).toBe(true)
  })

  it('is drawn anew for another text, and says what it leads to', async () => {
    const code = draw('https://uketsuke.example/')
    const before = code.get('path').attributes('d')
    await code.setProps({ text: 'https://uketsuke.example/other' })
    expect(code.get('path').attributes('d')).not.toBe(before)
    expect(code.get('svg').attributes()).toMatchObject({
      role: 'img',
      'aria-label': '受付のQRコード',
    })
  })

  it('of the longest address still has modules of a millimetre’s third on a code of 5 cm', () => {
    const rows = modulesOf(draw(`https://uketsuke.example/${'a'.repeat(275)}`))
    expect(50 / rows.length).toBeGreaterThan(0.33)
  })
})
