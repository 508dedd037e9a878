/** A passcode as the second way to sign in: argon2id (RFC 9106), never kept, never logged. */
import { argon2id, argon2Verify } from 'hash-wasm'
import type { Bytes } from './codes'

/** OWASP's first choice; what is kept is sealed besides, under a key outside the database. */
const COST = { memorySize: 19_456, iterations: 2, parallelism: 1, hashLength: 32 } as const
/** Of no passcode: compared with where there is nobody, so that an answer takes as long. */
const NOBODYS = argon2id({
  ...COST,
  password: 'nobody',
  salt: new Uint8Array(16),
  outputType: 'encoded',
})

let last: Promise<unknown> = Promise.resolve()

/** One at a time: many at once would take the gateway's memory, and its time. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work)
  last = turn.catch(() => undefined)
  return turn
}

/** In the form of PHC, with its salt and cost. */
export function hashPasscode(passcode: string, randomBytes: Bytes): Promise<string> {
  const salt = randomBytes(16)
  return inTurn(() =>
    argon2id({ ...COST, password: canonical(passcode), salt, outputType: 'encoded' }),
  )
}

/** @param hash null where there is none to match; it takes as long and is false */
export function matchesPasscode(passcode: string, hash: string | null): Promise<boolean> {
  return inTurn(async () => {
    const matches = await argon2Verify({
      password: canonical(passcode),
      hash: hash ?? (await NOBODYS),
    })
    return matches && hash !== null
  })
}

/** One passcode, however a keyboard composed it. */
function canonical(passcode: string): string {
  return passcode.normalize('NFKC')
}
