import { describe, expect, it } from 'vitest'
import { refusesMyNumber } from '../../../domain/my-number'
import { parseInsuredNumber } from '../../../domain/numbers'
import { CardChannel } from '../../../src/nfc/card-channel'
import { presentPin, refused } from '../../../src/nfc/card-pin'
import { bytesOf, createScriptedTransport, recordTransport } from '../../support/card-transport'
import { card, codesOf, facility, visit } from './situations'

const UNBOUND = facility({ boundDevice: false })

describe('R10: the tries left of the PIN', () => {
  it('within: one try left is still a try, and the patient is asked first', () => {
    const decision = visit({ card: card({ pinTriesLeft: 1 }) })
    expect(decision.identity).toEqual(['pin', 'visual'])
    expect(decision.next).toContainEqual({ code: 'askBeforeLastTry', rule: 'R10' })
  })

  it('within: two tries left need no question', () => {
    expect(codesOf(visit({ card: card({ pinTriesLeft: 2 }) }))).not.toContain('askBeforeLastTry')
  })

  it('beyond: none left is locked: 目視 where it is open', () => {
    const decision = visit({ card: card({ pinTriesLeft: 0 }) })
    expect(decision.identity).toEqual(['visual'])
    expect(decision.ladder).toEqual([])
    expect(codesOf(decision)).toEqual(expect.arrayContaining(['tellLocked', 'checkByVisual']))
  })

  it('beyond: locked where 目視 is not open leads to the ladder', () => {
    const decision = visit({ card: card({ pinTriesLeft: 0 }), facility: UNBOUND })
    expect(decision.identity).toEqual([])
    expect(decision.ladder).toEqual(['portal', 'notice', 'oral', 'declaration'])
  })
})

describe('R11: 顔認証マイナンバーカード', () => {
  it('within: has no PIN, so 目視 only', () => {
    const decision = visit({ card: card({ pinless: true }) })
    expect(decision.identity).toEqual(['visual'])
    expect(codesOf(decision)).not.toContain('tellLocked')
  })

  it('within: closes マイナポータル in every ladder', () => {
    expect(visit({ card: card({ pinless: true, readable: false }) }).ladder).toEqual([
      'notice',
      'oral',
      'declaration',
    ])
  })

  it('beyond: a card with a PIN has both', () => {
    expect(visit({ card: card({ pinless: false }) }).identity).toEqual(['pin', 'visual'])
    expect(visit({ card: card({ pinless: false, readable: false }) }).ladder[0]).toBe('portal')
  })
})

describe('R12: 目視', () => {
  it("within: with the facility's device and passcode and a photo on the card", () => {
    expect(visit().identity).toContain('visual')
  })

  it('within: a photo of which nothing is known is looked for on the card', () => {
    expect(visit({ card: card({}) }).identity).toContain('visual')
  })

  it.each([
    ['without the passcode', { facility: facility({ visualPasscode: false }) }],
    ['on a device of anybody', { facility: UNBOUND }],
    ["with an infant's card, which has no photo", { card: card({ photo: false }) }],
    ['with a smartphone', { presented: ['smartphone'] as const }],
  ])('beyond: %s it is not open', (_, changes) => {
    expect(visit(changes).identity).toEqual(['pin'])
  })

  it('beyond: where the passcode alone is missing, it is what to get', () => {
    const changes = { card: card({ pinless: true }), facility: facility({ visualPasscode: false }) }
    expect(codesOf(visit(changes))).toContain('issueVisualPasscode')
  })
})

describe('R13: the 個人番号', () => {
  // Its check digit is right; it is nobody's.
  const MY_NUMBER = '123456789018'

  it('within: twelve digits with its check digit are refused, in a free text and in a number', () => {
    expect(refusesMyNumber(`番号は ${MY_NUMBER}`)).toBe(true)
    expect(parseInsuredNumber(MY_NUMBER, '06139018')).toEqual({ ok: false, code: 'TZ-N10' })
  })

  it('beyond: with any other last digit, or a digit less, it is a number like others', () => {
    expect(refusesMyNumber('123456789017')).toBe(false)
    expect(refusesMyNumber('12345678901')).toBe(false)
  })
})

describe('R14: the PIN', () => {
  const digits = () => Uint8Array.from('1234', (digit) => digit.charCodeAt(0))

  /** A card that takes any PIN. */
  async function openCard() {
    const transport = recordTransport(createScriptedTransport(() => bytesOf('9000')))
    const opened = await CardChannel.open(transport, {})
    if (!opened.ok) throw new Error(opened.code)
    return opened.value
  }

  it('within: lives for one VERIFY and is zeros after it', async () => {
    const pin = digits()
    expect(await presentPin(await openCard(), pin)).toEqual({ kind: 'verified' })
    expect([...pin]).toEqual([0, 0, 0, 0])
  })

  it('beyond: wiped, it is never presented again', async () => {
    expect(await presentPin(await openCard(), digits().fill(0))).toEqual(refused('TZ-C03'))
  })
})
