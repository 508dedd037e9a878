import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import type { Hono } from 'hono'
import type { GatewayEnv } from '../http/context'
import { StartError } from '../start-error'

export const USUAL_PORT = 8790
const PORTS_TO_TRY = 20

export interface Listening {
  port: number
  /** Takes no new connection, lets the open requests end for a moment, then closes them. */
  close(): Promise<void>
}

/**
 * Serves the app. Without a port the usual one is taken, or the next that is free.
 * @throws StartError when the port asked for, or every one tried, is taken
 */
export async function listen(
  app: Hono<GatewayEnv>,
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
    close() {
      return new Promise((resolve) => {
        const force = setTimeout(() => {
          if ('closeAllConnections' in server) server.closeAllConnections()
        }, 2_000)
        server.close(() => {
          clearTimeout(force)
          resolve()
        })
        if ('closeIdleConnections' in server) server.closeIdleConnections()
      })
    },
  }
}
