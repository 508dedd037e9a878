/** A connection of its own for what must be held: it comes back when it is lost. */
import pg from 'pg'

const AGAIN_MS = 1_000

/**
 * Connects, prepares the connection, and does so again whenever it was lost, until the returned function is called.
 * @throws Error when the server cannot be reached at first
 */
export async function keepConnection(
  url: string,
  prepare: (client: pg.Client) => Promise<void>,
): Promise<() => Promise<void>> {
  let ended = false
  let timer: NodeJS.Timeout | undefined
  let client = await connect()

  async function connect(): Promise<pg.Client> {
    // A peer that is gone without a word is noticed, too.
    const fresh = new pg.Client({ connectionString: url, keepAlive: true })
    let lost = false
    fresh.on('error', () => {
      if (lost) return
      lost = true
      again()
    })
    await fresh.connect()
    await prepare(fresh)
    return fresh
  }

  function again(): void {
    if (ended) return
    timer = setTimeout(() => {
      connect().then(
        (fresh) => {
          client = fresh
          if (ended) void fresh.end()
        },
        () => {
          again()
        },
      )
    }, AGAIN_MS)
  }

  return async () => {
    ended = true
    clearTimeout(timer)
    await client.end().catch(() => undefined)
  }
}
