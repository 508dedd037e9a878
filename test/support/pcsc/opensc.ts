/** OpenSC's programs in a session, each command and what it printed shown in the test's output. */
import { inject } from 'vitest'
import type { CardSession } from './card-inserted'
import type { Ran } from './processes'

export type Show = (command: string, ...args: string[]) => Promise<Ran>

/** Runs a program inside and prints the command line and what came, as a terminal would. */
export function showing(session: CardSession): Show {
  return async (command, ...args) => {
    const ran = await session.run(command, args)
    const lines = [
      `$ ${[command, ...args].map(quote).join(' ')}`,
      ran.output.trimEnd(),
      ran.code === 0 ? '' : `(exit code ${ran.code})`,
    ]
    process.stdout.write(`${lines.filter(Boolean).join('\n')}\n`)
    return ran
  }
}

export function pkcs11Module(): string {
  return inject('pcsc').pkcs11
}

export interface PinCounters {
  authentication: number | null
  signature: number | null
}

/** Tries left as `pkcs15-tool --dump` prints them. */
export function triesIn({ stdout }: Ran): PinCounters {
  const of = (label: string): number | null => {
    const section = stdout.split(`PIN [${label}]`)[1]?.split('\n\n')[0] ?? ''
    const tries = /Tries left\s*:\s*(\d+)/.exec(section)?.[1]
    return tries === undefined ? null : Number(tries)
  }
  return {
    authentication: of('User Authentication PIN'),
    signature: of('Digital Signature PIN'),
  }
}

function quote(word: string): string {
  return /^[\w./:=@-]+$/.test(word) ? word : `'${word}'`
}
