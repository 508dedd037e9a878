/** The bus's end of one connection: lines of the authentication, then messages (D-Bus Specification, "Authentication Protocol"). */
import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { takeMessage, type DbusMessage } from './dbus-message'

export function receiveMessages(
  socket: Socket,
  onMessage: (message: DbusMessage) => void,
  onFault: (fault: unknown) => void,
): void {
  let buffer: Buffer = Buffer.alloc(0)
  let hasBegun = false

  function takeLine(): boolean {
    const end = buffer.indexOf('\r\n')
    if (end < 0) return false
    // The first byte of a connection is zero.
    const line = buffer.toString('latin1', 0, end).replace(/^\0/, '')
    buffer = buffer.subarray(end + 2)
    hasBegun = line === 'BEGIN'
    if (!hasBegun) socket.write(`${answerLine(line)}\r\n`)
    return true
  }

  function takeNext(): boolean {
    if (!hasBegun) return takeLine()
    const taken = takeMessage(buffer)
    if (!taken) return false
    buffer = buffer.subarray(taken.length)
    onMessage(taken.message)
    return true
  }

  socket.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk])
    try {
      while (takeNext());
    } catch (fault) {
      onFault(fault)
    }
  })
}

/** Whoever can open the socket, in a folder of this user's own, is this user. No file descriptors are passed. */
function answerLine(line: string): string {
  if (line.startsWith('AUTH EXTERNAL')) return `OK ${randomBytes(16).toString('hex')}`
  return line.startsWith('AUTH') ? 'REJECTED EXTERNAL' : 'ERROR'
}
