/** A tablet loses its line in the middle of what it sends. */
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { PATHS } from '../../../api/wire'
import { listen, type Listening } from '../../../server/cli/listen'
import { levelOf } from '../../../server/http/log'
import { createTestGateway, ONE_PERSON, type TestGateway } from '../../support/gateway'

let gateway: TestGateway
let listening: Listening
beforeAll(async () => {
  gateway = await createTestGateway({ people: ONE_PERSON })
  listening = await listen(gateway.app, '127.0.0.1', 0)
})
afterAll(async () => {
  await listening.close(0)
  await gateway.end()
})

/** Sends the head of a request and a part of its body, and is gone. */
function breakOff(path: string, head: string, part: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(listening.port, '127.0.0.1', () => {
      const text = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${head}\r\n\r\n${part}`
      socket.write(text, () => setTimeout(() => socket.destroy(), 50))
    })
    socket.on('close', () => {
      resolve()
    })
    socket.on('error', reject)
  })
}

describe('a request that is broken off', () => {
  it.each([
    ['of a stated length', 'Content-Length: 5000', '{"assertion":'],
    ['in chunks', 'Transfer-Encoding: chunked', '5\r\n{"ass\r\n'],
  ])(
    '%s leaves no fault in the log, and is nothing that somebody must look at',
    async (_, head, part) => {
      const before = gateway.log.length
      await breakOff(PATHS.access, head, part)
      await vi.waitFor(() => expect(gateway.log.length).toBe(before + 1), 5_000)
      const line = gateway.log.at(-1)
      expect(line).toMatchObject({ event: 'request', status: 400, code: 'TZ-G01' })
      expect(line).not.toHaveProperty('fault')
      expect(line && levelOf(line)).toBe('info')
    },
  )
})
