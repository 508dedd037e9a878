import { describe, expect, it } from 'vitest'
import { FAULTS, parseCommandLine, USAGE } from '../../../tools/oqs-sim/options'

function run(...argv: string[]) {
  const command = parseCommandLine(['--root', '/exchange', ...argv])
  if (command.kind !== 'run') throw new Error(command.kind === 'wrong' ? command.sentence : 'help')
  return command.options
}

describe('the command line of the OQS simulator', () => {
  it('needs a folder and nothing else', () => {
    expect(run()).toMatchObject({
      root: '/exchange',
      encoding: 'cp932',
      delayMs: 50,
      faults: [],
      institution: '1319999999',
      password: null,
      tell: false,
    })
  })

  it('plays every fault, the encrypted one only with a password', () => {
    expect(run('--faults', 'all', '--password', 'x').faults).toEqual(Object.keys(FAULTS))
    expect(run('--faults', 'all').faults).not.toContain('encryptedZip')
  })

  it('plays the faults that are named', () => {
    expect(run('--faults', 'zip,silence', '--rate', '0.5')).toMatchObject({
      faults: ['silence', 'zip'],
      rate: 0.5,
    })
  })

  it.each([
    [['--root', '/x', '--faults', 'fire'], '--faults knows no fire.'],
    [['--root', '/x', '--faults', 'encryptedZip'], 'encryptedZip needs --password.'],
    [['--root', '/x', '--rate', '2'], '--rate is from 0 to 1.'],
    [['--root', '/x', '--encoding', 'utf-16'], '--encoding is utf-8 or cp932.'],
    [['--root', '/x', '--institution', '12'], '--institution is ten digits.'],
    [['--root', '/x', '--people', 'real'], '--people is sandbox.'],
    [['--root', '/x', '--delay', 'soon'], '--delay must be a whole number.'],
    [[], '--root DIR is needed.'],
  ])('refuses %j in one sentence', (argv, sentence) => {
    expect(parseCommandLine(argv)).toEqual({ kind: 'wrong', sentence })
  })

  it('refuses a flag it does not know', () => {
    expect(parseCommandLine(['--root', '/x', '--foo'])).toMatchObject({ kind: 'wrong' })
  })

  it('explains each fault', () => {
    expect(parseCommandLine(['--help'])).toEqual({ kind: 'help' })
    for (const name of Object.keys(FAULTS)) expect(USAGE).toContain(`  ${name} `)
  })
})
