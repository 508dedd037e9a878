/** Requests to the facility's software: where they may go, how long they take, how much they take in. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { addressRule, checkedLookup, RefusedAddress } from '../../../server/export/http/addresses'
import {
  createSend,
  CutOff,
  NotEncrypted,
  type OutRequest,
  type SendOptions,
  TooLarge,
} from '../../../server/export/http/send'

const servers: Server[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function serve(listener: RequestListener): Promise<URL> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`)
}

function requestTo(url: URL, body = 'hello'): OutRequest {
  return { method: 'POST', url, headers: { 'content-type': 'text/plain' }, body: Buffer.from(body) }
}

function sendWith(options: Partial<SendOptions> = {}) {
  return createSend({
    timeoutMs: 5_000,
    maxBytes: 1_000,
    rule: addressRule(['127.0.0.1']),
    allowHttp: true,
    ...options,
  })
}

describe('an address', () => {
  const isAllowed = addressRule()

  it.each([
    '8.8.8.8',
    '203.0.112.255',
    '172.15.255.255',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
  ])('of the internet is allowed: %s', (address) => {
    expect(isAllowed(address)).toBe(true)
  })

  it.each([
    '127.0.0.1',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.11.2',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '198.18.0.1',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:a9fe:a9fe',
    '::7f00:1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    'localhost',
    '',
  ])('that is not another’s server on the internet is refused: %s', (address) => {
    expect(isAllowed(address)).toBe(false)
  })

  it('of the facility’s own network is allowed where it was named, alone or as a range', () => {
    const named = addressRule(['192.168.1.20', '10.1.0.0/16', 'fd12::/32'])
    expect(['192.168.1.20', '10.1.200.3', 'fd12::5'].every((address) => named(address))).toBe(true)
    expect(['192.168.1.21', '10.2.0.1', 'fd13::5'].some((address) => named(address))).toBe(false)
  })

  it.each(['ledger.local', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/x', ''])(
    'that cannot be read is a fault of the settings: %s',
    (range) => {
      expect(() => addressRule([range])).toThrow(RangeError)
    },
  )
})

describe('a name', () => {
  function lookUp(addresses: string[], all: boolean): Promise<unknown> {
    const answers = (_: string, __: object, done: (error: null, found: object[]) => void) => {
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )
    }
    const lookup = checkedLookup(addressRule(), answers as never)
    return new Promise((resolve, reject) => {
      lookup('hook.example', { all }, (error, found) => {
        if (error) reject(error)
        else resolve(found)
      })
    })
  }

  it('is connected to at the very address that was checked', async () => {
    expect(await lookUp(['8.8.8.8', '1.1.1.1'], false)).toBe('8.8.8.8')
    expect(await lookUp(['8.8.8.8'], true)).toEqual([{ address: '8.8.8.8', family: 4 }])
  })

  it('that leads to a private address, or also to one, or to none is refused', async () => {
    for (const found of [['127.0.0.1'], ['8.8.8.8', '10.0.0.1'], ['::1'], []]) {
      await expect(lookUp(found, true)).rejects.toThrow(RefusedAddress)
    }
  })

  it('of this machine is refused by the connection itself', async () => {
    const url = await serve((_, response) => response.end())
    url.hostname = 'localhost'
    await expect(sendWith({ rule: addressRule() })(requestTo(url))).rejects.toThrow(RefusedAddress)
  })
})

describe('a request', () => {
  it('brings back status, headers and the whole body', async () => {
    const url = await serve((request, response) => {
      request.setEncoding('utf8')
      request.on('data', (body: string) => {
        response.setHeader('Retry-After', '7')
        response.statusCode = 503
        response.end(`${request.method ?? ''} ${request.url ?? ''} ${body}`)
      })
    })
    const response = await sendWith()(requestTo(url))
    expect(response.status).toBe(503)
    expect(response.headers['retry-after']).toBe('7')
    expect(Buffer.from(response.body).toString()).toBe('POST /hook hello')
  })

  it('follows no redirect', async () => {
    let asked = 0
    const url = await serve((_, response) => {
      asked += 1
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    expect((await sendWith()(requestTo(url))).status).toBe(302)
    expect(asked).toBe(1)
  })

  it('ends after its time', async () => {
    const url = await serve(() => undefined)
    await expect(sendWith({ timeoutMs: 50 })(requestTo(url))).rejects.toThrow()
  })

  it('ends after its time in the middle of an answer too', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half')
    })
    await expect(sendWith({ timeoutMs: 100 })(requestTo(url))).rejects.toThrow()
  })

  it('takes in no more than it may', async () => {
    const url = await serve((_, response) => {
      response.write('x'.repeat(900))
      response.end('y'.repeat(200))
    })
    await expect(sendWith()(requestTo(url))).rejects.toThrow(TooLarge)
    expect((await sendWith({ maxBytes: 1_100 })(requestTo(url))).body).toHaveLength(1_100)
  })

  it('that is cut off is a fault, not an empty answer', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half', () => response.destroy())
    })
    await expect(sendWith()(requestTo(url))).rejects.toThrow()
  })

  it('that is answered by another protocol ends too: nobody waits for it for ever', async () => {
    const url = await serve((_, response) => {
      response.writeHead(101, { connection: 'Upgrade', upgrade: 'something-else' }).end()
    })
    await expect(sendWith()(requestTo(url))).rejects.toThrow(CutOff)
  })

  it('goes encrypted or not at all, unless http was allowed', async () => {
    let asked = 0
    const url = await serve((_, response) => {
      asked += 1
      response.end()
    })
    await expect(sendWith({ allowHttp: false })(requestTo(url))).rejects.toThrow(NotEncrypted)
    await expect(sendWith()(requestTo(new URL('file:///etc/passwd')))).rejects.toThrow(NotEncrypted)
    expect(asked).toBe(0)
  })

  it('to a literal address that is not allowed is never made', async () => {
    let asked = 0
    const url = await serve((_, response) => {
      asked += 1
      response.end()
    })
    await expect(sendWith({ rule: addressRule() })(requestTo(url))).rejects.toThrow(RefusedAddress)
    expect(asked).toBe(0)
  })
})
