import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import { StartError } from '../start-error'

export const USUAL_PORT = 8790
const PORTS_TO_TRY = 20
const USUAL_END_MS = 2_000

export interface Listening {
  port: number
  /** Takes no new connection, lets the open requests end, and closes those that have not ended within that time. */
  close(withinMs?: number): Promise<void>
}

/**
 * Serves the app. Without a port the usual one is taken, or the next that is free.
 * @throws StartError when the port asked for, or every one tried, is taken
 */
export async function listen(
  app: Pick<Parameters<typeof createAdaptorServer>[0], 'fetch'>,
  host: string,
  port: number | null,
): Promise<Listening> {
  const candidates =
    port === null ? Array.from({ length: PORTS_TO_TRY }, (_, step) => USUAL_PORT + step) : [port]
  for (const candidate of candidates) {
    const server = createAdaptorServer({ fetch: app.fetch })
    if (await tryListen(server, host, candidate)) return listening(server)
  }
  throw new StartError(
    port === null
      ? `The ports ${USUAL_PORT} to ${USUAL_PORT + PORTS_TO_TRY - 1} are all taken; choose one by --port.`
      : `Port ${port} is taken or not allowed; choose another by --port.`,
  )
}

function tryListen(server: ServerType, host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EADDRINUSE' || cause.code === 'EACCES') resolve(false)
      else reject(new StartError(`The gateway cannot listen on ${host}.`, { cause }))
    })
    server.listen(port, host, () => {
      resolve(true)
    })
  })
}

function listening(server: ServerType): Listening {
  const { port } = server.address() as AddressInfo
  return {
    port,
    close(withinMs = USUAL_END_MS) {
      return new Promise((resolve) => {
        const force = setTimeout(() => {
          if ('closeAllConnections' in server) server.closeAllConnections()
        }, withinMs)
        const closeIdle = () => {
          if ('closeIdleConnections' in server) server.closeIdleConnections()
        }
        // A connection whose last request has ended would be kept open for the next.
        const sweep = setInterval(closeIdle, 50)
        server.close(() => {
          clearTimeout(force)
          clearInterval(sweep)
          resolve()
        })
        closeIdle()
      })
    },
  }
}
