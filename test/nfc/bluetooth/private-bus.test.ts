import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  encodeMessage,
  MESSAGE,
  takeMessage,
  type DbusMessage,
} from '../../support/bluez/dbus-message'
import { DbusError, openPrivateBus, type PrivateBus } from '../../support/bluez/private-bus'

const BUS = 'org.freedesktop.DBus'
const SIGNAL = {
  ...{ path: '/', interface: 'a.b', member: 'Changed' },
  ...{ signature: 's', body: ['now'] },
}

let bus: PrivateBus
let client: Client
let answered: string[]

beforeEach(async () => {
  answered = []
  bus = await openPrivateBus({
    name: 'org.example',
    answer({ member = '' }) {
      answered.push(member)
      if (member === 'Refuse') throw new DbusError('org.example.Refused')
      if (member === 'Break') throw new Error('broken')
      return { signature: 's', body: [member] }
    },
  })
  client = await join(bus.address)
})

afterEach(async () => {
  client.socket.destroy()
  await bus.end()
})

interface Client {
  socket: Socket
  call(call: Partial<DbusMessage>): void
  /** The next message. */
  next(): Promise<DbusMessage>
  ask(call: Partial<DbusMessage>): Promise<DbusMessage>
}

function pathOf(address: string): string {
  return address.replace('unix:path=', '')
}

/** Speaks the authentication as libdbus does, and says hello. */
async function join(address: string): Promise<Client> {
  const socket = connect(pathOf(address))
  // What the bus ends may be reset on this side.
  socket.on('error', () => socket.destroy())
  const lines: string[] = []
  let buffer: Buffer = Buffer.alloc(0)
  const grow = async (): Promise<void> => {
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    buffer = Buffer.concat([buffer, chunk])
  }
  for (const line of ['\0AUTH', 'AUTH EXTERNAL 30', 'NEGOTIATE_UNIX_FD']) {
    socket.write(`${line}\r\n`)
    await grow()
    lines.push(buffer.toString())
    buffer = Buffer.alloc(0)
  }
  expect(lines[0]).toBe('REJECTED EXTERNAL\r\n')
  expect(lines[1]).toMatch(/^OK [0-9a-f]{32}\r\n$/)
  expect(lines[2]).toBe('ERROR\r\n')
  socket.write('BEGIN\r\n')
  let serial = 0
  const made: Client = {
    socket,
    call(call) {
      serial += 1
      const whole = { destination: 'org.example', path: '/', interface: 'a.b', ...call }
      socket.write(encodeMessage({ type: MESSAGE.call, serial, ...whole }))
    },
    async next() {
      for (;;) {
        const taken = takeMessage(buffer)
        if (taken) {
          buffer = buffer.subarray(taken.length)
          return taken.message
        }
        await grow()
      }
    },
    async ask(call) {
      made.call(call)
      return made.next()
    },
  }
  return made
}

const hello = () => client.ask({ destination: BUS, member: 'Hello' })

describe('a bus of a test’s own', () => {
  it('names whoever says hello, and the owner of its service', async () => {
    expect(await hello()).toMatchObject({ type: MESSAGE.reply, replySerial: 1, body: [':1.1'] })
    const ask = (name: string) =>
      client.ask({ destination: BUS, member: 'GetNameOwner', signature: 's', body: [name] })
    expect(await ask('org.example')).toMatchObject({ type: MESSAGE.reply, body: [':1.0'] })
    expect(await ask('org.other')).toMatchObject({ errorName: `${BUS}.Error.NameHasNoOwner` })
  })

  it('passes calls to its service by either name, and refuses those to others', async () => {
    expect(await client.ask({ member: 'Ping' })).toMatchObject({ body: ['Ping'], sender: ':1.0' })
    expect(await client.ask({ member: 'Ping', destination: ':1.0' })).toMatchObject({
      type: MESSAGE.reply,
    })
    expect(await client.ask({ member: 'Ping', destination: 'org.other' })).toMatchObject({
      type: MESSAGE.error,
      errorName: `${BUS}.Error.ServiceUnknown`,
    })
    expect(answered).toEqual(['Ping', 'Ping'])
  })

  it('answers nothing to who wants no answer', async () => {
    client.call({ member: 'Quiet', isSilent: true })
    client.call({ member: 'Refuse', isSilent: true })
    expect(await client.ask({ member: 'Ping' })).toMatchObject({ replySerial: 3 })
    expect(answered).toEqual(['Quiet', 'Refuse', 'Ping'])
  })

  it('tells a refusal of the service by its name, and a fault to the test', async () => {
    expect(await client.ask({ member: 'Refuse' })).toMatchObject({
      errorName: 'org.example.Refused',
    })
    expect(bus.faults).toEqual([])
    expect(await client.ask({ member: 'Break' })).toMatchObject({
      errorName: `${BUS}.Error.Failed`,
    })
    expect(bus.faults).toEqual([new Error('broken')])
  })

  it('sends signals to those who have said hello', async () => {
    bus.emit(SIGNAL)
    expect(await hello()).toMatchObject({ type: MESSAGE.reply })
    bus.emit(SIGNAL)
    expect(await client.next()).toMatchObject({ type: MESSAGE.signal, sender: ':1.0', ...SIGNAL })
  })

  it('ends a connection that speaks no D-Bus, and keeps the others', async () => {
    const other = await join(bus.address)
    client.socket.write('GET / HTTP/1.1\r\n\r\n')
    await once(client.socket, 'close')
    expect(bus.faults).toHaveLength(1)
    expect(await other.ask({ member: 'Ping' })).toMatchObject({ type: MESSAGE.reply })
    other.socket.destroy()
  })

  it('leaves nothing behind', async () => {
    const path = pathOf(bus.address)
    expect(existsSync(path)).toBe(true)
    await bus.end()
    expect(existsSync(path)).toBe(false)
    bus = await openPrivateBus({ name: 'org.example', answer: () => ({}) })
  })
})
