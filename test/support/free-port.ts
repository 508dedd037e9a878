import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below those that systems give to whoever asks for any: what is free now is then not taken by somebody's outgoing connection. */
const FIRST = 15_000
const AFTER_LAST = 32_000
const TRIES = 50

/** A port of 127.0.0.1 that nobody uses now, for a process that must be told one, or that is started again under it. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const port = randomInt(FIRST, AFTER_LAST)
    if (await isFree(port)) return port
  }
  throw new Error(`${TRIES} ports are in use`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => {
      resolve(false)
    })
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => {
        resolve(true)
      })
    })
  })
}
