import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sayFault } from '../../../server/cli/say-fault'
import { StartError } from '../../../server/start-error'

function thrownBy(act: () => unknown): unknown {
  try {
    act()
  } catch (fault) {
    return fault
  }
  throw new Error('nothing was thrown')
}

describe('why a command cannot go on', () => {
  it('is the sentence that the gateway has for it', () => {
    expect(sayFault(new StartError('There is no backup.'))).toBe('There is no backup.')
  })

  it('is what the system refused, and where', () => {
    const fault = thrownBy(() => readFileSync('/no/such/file'))
    expect(sayFault(fault)).toMatch(/^The gateway cannot go on: ENOENT.*\/no\/such\/file'\.$/)
  })

  it('is a library’s code without its message, which may quote a secret', () => {
    const fault = Object.assign(new Error('postgres://user:secret@host'), { code: '28P01' })
    expect(sayFault(fault)).toBe('The gateway cannot go on (Error: 28P01).')
  })

  it('is the place in the code where nobody had thought of it', () => {
    const fault = thrownBy(() => JSON.parse('{"d":"secret'))
    const said = sayFault(fault).split('\n')
    expect(said[0]).toBe('The gateway cannot go on (SyntaxError).')
    expect(said[1]).toMatch(/^at /)
    expect(said.join('')).not.toContain('secret')
    expect(sayFault('山田')).toBe('The gateway cannot go on (string).')
  })
})
