/** The peer of sending: a server that reads the body to its end and answers, and does nothing else. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReadingServer {
  url: string
  readonly bytesRead: number
  close(): Promise<void>
}

export async function openReadingServer(): Promise<ReadingServer> {
  let bytesRead = 0
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => {
      bytesRead += chunk.length
    })
    request.on('end', () => {
      response.writeHead(200, {
        'content-type': 'application/json',
        // The page is the gateway's; posting plain text elsewhere needs this and no preflight.
        'access-control-allow-origin': '*',
      })
      response.end('{"results":[]}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    get bytesRead() {
      return bytesRead
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
