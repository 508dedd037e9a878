/** PostgreSQL's announcements. */
import pg from 'pg'
import { keepConnection } from './kept-connection'

/** Hears a topic until the returned function is called. @throws Error when the server cannot be reached at first */
export function listen(
  url: string,
  topic: string,
  hear: (text: string) => void,
): Promise<() => Promise<void>> {
  return keepConnection(url, async (client) => {
    client.on('notification', ({ payload }) => {
      hear(payload ?? '')
    })
    await client.query(`LISTEN ${pg.escapeIdentifier(topic)}`)
  })
}
