/**
 * A message bus of a test's own on a Unix socket, with the one service that is on it: what libdbus needs of a bus
 * (authentication, names, calls and signals) and nothing else. No daemon is started, and the system's own bus is not touched.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { receiveMessages } from './bus-connection'
import { encodeMessage, MESSAGE, type DbusMessage } from './dbus-message'
import type { DbusValues } from './dbus-values'

/** What a call is answered with. */
export interface Reply {
  readonly signature?: string
  readonly body?: DbusValues
}

export class DbusError extends Error {
  constructor(readonly errorName: string) {
    super(errorName)
    this.name = 'DbusError'
  }
}

export interface Signal {
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly signature: string
  readonly body: DbusValues
}

export interface BusService {
  /** Its well-known name. */
  readonly name: string
  /** @throws DbusError, which the caller is told */
  answer(call: DbusMessage): Reply
}

export interface PrivateBus {
  /** For `DBUS_SYSTEM_BUS_ADDRESS`. */
  readonly address: string
  /** Faults of the bus itself and of its service; a test asserts that there are none. */
  readonly faults: readonly unknown[]
  /** From the service to everybody who has said hello. */
  emit(signal: Signal): void
  end(): Promise<void>
}

type Send = (message: Omit<DbusMessage, 'serial'>) => void

const BUS = 'org.freedesktop.DBus'
const SERVICE_OWNER = ':1.0'

export async function openPrivateBus(service: BusService): Promise<PrivateBus> {
  const folder = await mkdtemp(join(tmpdir(), 'tazune-bus-'))
  const path = join(folder, 'socket')
  const sockets = new Set<Socket>()
  const greeted = new Set<Send>()
  const faults: unknown[] = []
  let connections = 0

  const server = createServer((socket) => {
    connections += 1
    const name = `:1.${connections}`
    const send = createSender(socket)
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      greeted.delete(send)
    })
    // A browser that is killed resets its connection.
    socket.on('error', () => socket.destroy())
    receiveMessages(
      socket,
      (message) => {
        if (message.type === MESSAGE.call) handle(message, name, send)
      },
      (fault) => {
        faults.push(fault)
        socket.destroy()
      },
    )
  })

  function handle(call: DbusMessage, caller: string, send: Send): void {
    const isForBus = call.destination === BUS
    const sender = isForBus ? BUS : SERVICE_OWNER
    const back = { replySerial: call.serial, destination: caller, sender }
    const reply = (message: Omit<DbusMessage, 'serial'>): void => {
      if (call.isSilent !== true) send({ ...message, ...back })
    }
    try {
      const answer = isForBus ? answerAsBus(call, caller) : answerAsService(call)
      reply({ type: MESSAGE.reply, ...answer })
      if (isForBus && call.member === 'Hello') greeted.add(send)
    } catch (error) {
      if (!(error instanceof DbusError)) faults.push(error)
      const errorName = error instanceof DbusError ? error.errorName : `${BUS}.Error.Failed`
      reply({ type: MESSAGE.error, errorName, signature: 's', body: [errorName] })
    }
  }

  function answerAsBus({ member = '', body: [first] = [] }: DbusMessage, caller: string): Reply {
    switch (member) {
      case 'Hello':
        return { signature: 's', body: [caller] }
      // Everybody gets every signal, which is more than they asked for and does no harm.
      case 'AddMatch':
      case 'RemoveMatch':
        return {}
      case 'GetNameOwner':
        if (first === service.name) return { signature: 's', body: [SERVICE_OWNER] }
        throw new DbusError(`${BUS}.Error.NameHasNoOwner`)
      default:
        throw new DbusError(`${BUS}.Error.UnknownMethod`)
    }
  }

  function answerAsService(call: DbusMessage): Reply {
    if (call.destination === service.name || call.destination === SERVICE_OWNER) {
      return service.answer(call)
    }
    throw new DbusError(`${BUS}.Error.ServiceUnknown`)
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  return {
    address: `unix:path=${path}`,
    faults,
    emit(signal) {
      for (const send of greeted) send({ type: MESSAGE.signal, sender: SERVICE_OWNER, ...signal })
    },
    async end() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function createSender(socket: Socket): Send {
  let serial = 0
  return (message) => {
    serial += 1
    if (socket.writable) socket.write(encodeMessage({ ...message, serial }))
  }
}
