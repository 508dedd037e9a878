import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { BUILT_IN_LAYOUT, readLayout, unconfirmed } from '../../server/authority/oqs/layout/layout'
import { renderOqs } from '../../tools/render-oqs'

describe('the page about the OQS folder', () => {
  it('is the one in docs', () => {
    expect(readFileSync('docs/oqs.md', 'utf8')).toBe(renderOqs())
  })

  it('shows an oqs-layout.json that the gateway takes', () => {
    const example = /```json\n(.*?)```/s.exec(renderOqs())?.[1] ?? ''
    const { interfaces } = readLayout(JSON.parse(example))
    expect(interfaces.sihvq01.mark).toBe('confirmed')
  })

  it('lists everything that nobody has confirmed', () => {
    const [, section = ''] = renderOqs().split('## What nobody has confirmed')
    const [list = ''] = section.split('\n## ')
    const { elements, interfaces } = unconfirmed(BUILT_IN_LAYOUT)
    expect(elements.length * interfaces.length).toBeGreaterThan(0)
    for (const key of elements) expect(list).toContain(BUILT_IN_LAYOUT.elements[key].names[0])
    for (const key of interfaces) expect(list).toContain(`\`${key}\``)
  })
})
