import { describe, expect, it } from 'vitest'
import { ATRS } from '../../../tools/card/atrs'
import { parseCommandLine, USAGE, type CardOptions } from '../../../tools/card/options'
import { parseTear, planTear } from '../../../tools/card/tear-wish'
import { tearsAt } from '../../../src/nfc/emulator/tear'

const HERE = ['--vpcd', '127.0.0.1:35963']

function serve(...flags: string[]): CardOptions {
  const command = parseCommandLine([...HERE, ...flags])
  if (command.kind !== 'serve') throw new Error(JSON.stringify(command))
  return command.options
}

function wrong(...flags: string[]): string {
  const command = parseCommandLine(flags)
  if (command.kind !== 'wrong') throw new Error(`${flags.join(' ')} was taken`)
  return command.sentence
}

describe('the flags of npm run card', () => {
  it('need nothing but the address', () => {
    expect(serve()).toMatchObject({
      host: '127.0.0.1',
      port: 35963,
      personaId: 'valid-30',
      data: undefined,
      atr: ATRS.contactless,
      slowMs: 0,
      tear: null,
      backMs: null,
      waitMs: 0,
      log: false,
    })
  })

  it('set every knob of the card', () => {
    const all =
      '--person pin-locked --data d --kind juki --atr contact --tries 2 --blocked 6983 --blocked-query 63c0 --no-pin ' +
      '--no-certificate --keep --get-response --exact-length --slow 20 --tear 00200080@2 --executed --back 300 --wait 5 --log'
    expect(serve(...all.split(' '))).toEqual({
      host: '127.0.0.1',
      port: 35963,
      personaId: 'pin-locked',
      data: 'd',
      atr: ATRS.contact,
      knobs: {
        kind: 'juki',
        blockedStatus: 0x6983,
        blockedQueryStatus: 0x63c0,
        triesLeft: 2,
        withoutPin: true,
        withoutCertificate: true,
        keepStatusOnReselect: true,
        getResponse: true,
        exactLength: true,
      },
      slowMs: 20,
      tear: { header: '00200080', nth: 2, executed: true },
      backMs: 300,
      waitMs: 5000,
      log: true,
    })
  })

  it('keep no try at all apart from a try not named', () => {
    expect(serve('--tries', '0').knobs.triesLeft).toBe(0)
    expect(serve().knobs).not.toHaveProperty('triesLeft')
  })

  it('take names, IPv4 and IPv6 addresses', () => {
    for (const [text, host] of [
      ['localhost:1', 'localhost'],
      ['10.0.0.1:65535', '10.0.0.1'],
      ['[::1]:35963', '::1'],
    ] as const) {
      expect(parseCommandLine(['--vpcd', text])).toMatchObject({ options: { host } })
    }
  })

  it('refuse what makes no sense, with the flag in the sentence', () => {
    expect(wrong()).toContain('--vpcd')
    for (const address of ['35963', 'host', 'host:0', 'host:65536', 'host:x', ':1', 'a:b:1']) {
      expect(wrong('--vpcd', address)).toContain('--vpcd')
    }
    for (const [flag, value] of [
      ['--tries', '4'],
      ['--tries', 'x'],
      ['--blocked', '9000'],
      ['--blocked-query', '1'],
      ['--kind', 'credit'],
      ['--atr', '3B00'],
      ['--atr', 'toString'],
      ['--slow', '1.5'],
      ['--tear', '0'],
      ['--tear', '00200080@0'],
      ['--wait', '99999999'],
    ] as const) {
      expect(wrong(...HERE, flag, value)).toContain(flag)
    }
    expect(wrong(...HERE, '--zork')).toContain('--zork')
    expect(wrong(...HERE, '--person')).toContain('--person')
    expect(wrong(...HERE, 'rest')).toContain('rest')
    expect(wrong(...HERE, '--executed')).toContain('--executed')
    expect(wrong(...HERE, '--back', '1')).toContain('--back')
  })

  it('are all in the usage text', () => {
    const named = new Set(USAGE.match(/--[a-z-]+[a-z]/g))
    const usable =
      '--vpcd --wait --person --people --data --kind --atr --tries --blocked --blocked-query --no-pin --no-certificate ' +
      '--keep --get-response --exact-length --slow --tear --executed --back --log'
    expect([...named].sort()).toEqual(usable.split(' ').sort())
    expect(parseCommandLine(['--help'])).toEqual({ kind: 'help' })
    expect(parseCommandLine(['--people'])).toEqual({ kind: 'people' })
  })
})

describe('--tear', () => {
  it('means the n-th command, or the n-th of one header', () => {
    const headers = ['00A4040C', '00200080', '00B00000', '00200080']
    const tornAt = (text: string): number => {
      const wish = parseTear(text, false)
      if (wish === 'unreadable') throw new Error(text)
      const plan = planTear(wish)
      return headers.findIndex((header, index) => tearsAt(plan, header, index))
    }
    expect(['1', '3', '00200080', '00200080@2', '00b00000'].map(tornAt)).toEqual([0, 2, 1, 3, 2])
    expect(tornAt('5')).toBe(-1)
    expect(tornAt('00200080@3')).toBe(-1)
  })
})
