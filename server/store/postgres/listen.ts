/** PostgreSQL's announcements, on a connection of their own that comes back when it is lost. */
import pg from 'pg'

const AGAIN_MS = 1_000

/** Hears a topic until the returned function is called. @throws Error when the server cannot be reached at first */
export async function listen(
  url: string,
  topic: string,
  hear: (text: string) => void,
): Promise<() => Promise<void>> {
  let ended = false
  let timer: NodeJS.Timeout | undefined
  let client = await connect()

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ connectionString: url })
    fresh.on('notification', ({ payload }) => {
      hear(payload ?? '')
    })
    let lost = false
    fresh.on('error', () => {
      if (lost) return
      lost = true
      again()
    })
    await fresh.connect()
    await fresh.query(`LISTEN ${pg.escapeIdentifier(topic)}`)
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
