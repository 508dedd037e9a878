import { describe, expect, it } from 'vitest'
import {
  BUILT_IN_LAYOUT,
  readLayout,
  unconfirmed,
} from '../../../../server/authority/oqs/layout/layout'
import { PATHS, whyNot, type PathKey } from '../../../../server/authority/oqs/paths'
import { StartError } from '../../../../server/start-error'

describe('oqs-layout.json', () => {
  it('with nothing in it changes nothing', () => {
    expect(readLayout({})).toEqual(BUILT_IN_LAYOUT)
  })

  it('confirms an interface', () => {
    const layout = readLayout({ interfaces: { sihvq01: { confirmed: true } } })
    expect(unconfirmed(layout).interfaces).not.toContain('sihvq01')
    expect(BUILT_IN_LAYOUT.interfaces.sihvq01.mark).toBe('unconfirmed')
  })

  it('takes the confirmation away again', () => {
    const layout = readLayout({ elements: { number: { confirmed: false } } })
    expect(unconfirmed(layout).elements).toContain('number')
  })

  it.each([
    ['an unknown part', { element: {} }, 'element'],
    ['an unknown element', { elements: { nombre: {} } }, 'elements.nombre'],
    ['no name', { elements: { number: { names: [] } } }, 'elements.number.names.0'],
    [
      'a name that XML has not',
      { elements: { number: { names: ['a b'] } } },
      'elements.number.names.0',
    ],
    ['an unknown interface', { interfaces: { siquc99: {} } }, 'interfaces.siquc99'],
    [
      'a prefix with a path',
      { interfaces: { siquc01: { prefix: '../x' } } },
      'interfaces.siquc01.prefix',
    ],
    [
      'a second step where there is one',
      { interfaces: { siquc01: { upload: 'x' } } },
      'interfaces.siquc01.upload',
    ],
    [
      'an unknown key in a body',
      { interfaces: { siquc01: { body: ['x'] } } },
      'interfaces.siquc01.body.0',
    ],
    ['an unknown word', { codes: { sex: { other: '4' } } }, 'codes.sex.other'],
    ['a code with a sign', { codes: { sex: { male: '<' } } }, 'codes.sex.male'],
    ['no object', null, 'the whole'],
  ])('with %s stops the start and says where', (_, json, path) => {
    expect(() => readLayout(json)).toThrow(StartError)
    expect(() => readLayout(json)).toThrow(`does not fit at: ${path}.`)
  })
})

describe('which path serves whom', () => {
  const KNOWN = { hasPatient: true, hasNumbers: true }
  const keys = Object.keys(PATHS) as PathKey[]

  it('is open for a patient whose numbers are known, as far as it is confirmed', () => {
    const closed = keys.filter((key) => whyNot(key, KNOWN, BUILT_IN_LAYOUT, 'refuse') !== null)
    expect(closed).toEqual(['reinquiry', 'withdrawal', 'medical'])
    expect(keys.filter((key) => whyNot(key, KNOWN, BUILT_IN_LAYOUT, 'use') !== null)).toEqual([
      'medical',
    ])
  })

  it('is never open for medical information, whose results nobody can read', () => {
    const layout = readLayout({ interfaces: { yzksiquc01: { confirmed: true } } })
    expect(whyNot('medical', KNOWN, layout, 'use')).toBe('TZ-G62')
  })

  it('needs numbers where it asks by them, and a patient where it looks for one', () => {
    const walkIn = { hasPatient: false, hasNumbers: false }
    const unknown = { hasPatient: true, hasNumbers: false }
    const codes = (situation: typeof KNOWN) =>
      Object.fromEntries(
        keys.map((key) => [key, whyNot(key, situation, BUILT_IN_LAYOUT, 'use')] as const),
      )
    expect(codes(walkIn)).toMatchObject({
      cardSignature: 'TZ-G60',
      officialApp: 'TZ-G60',
      reinquiry: 'TZ-G60',
      document: null,
      oral: null,
      declaration: null,
    })
    expect(codes(unknown)).toMatchObject({
      cardSignature: 'TZ-G61',
      cardFace: 'TZ-G61',
      digitalIdentity: 'TZ-G61',
      officialApp: null,
      document: null,
    })
  })
})
