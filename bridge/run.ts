/** The whole program, with what it touches given from outside. */
import type { Readable, Writable } from 'node:stream'
import { showPairingCode } from '../api/bridge/pairing-keys'
import { parseBridgeArguments, type BridgeArguments } from './arguments'
import { openKnownPages, UnreadableStateError } from './known-pages'
import { createPairingDesk } from './pairing-desk'
import type { PcscReader } from './pcsc/reader'
import { startBridgeServer, type BridgeServer } from './server'
import { isRefusedBySystem } from './system-refusal'
import * as words from './words'

export interface BridgeProcess {
  argv: readonly string[]
  input: Readable
  output: Writable
  createPcsc: () => PcscReader
  /** Calls back once when the program is asked to end. */
  onStop: (stop: () => void) => void
}

/** Runs until it is asked to end. @returns the exit code */
export async function runBridge(outside: BridgeProcess): Promise<number> {
  const say = (text: string): void => void outside.output.write(`${text}\n`)
  const parsed = parseBridgeArguments(outside.argv)
  if (parsed.kind !== 'run') {
    if (parsed.kind === 'wrong') say(`${parsed.word} を確かめてください。\n`)
    say(words.HELP)
    return parsed.kind === 'help' ? 0 : 2
  }
  // Asked to end while it starts, it ends all the same.
  const stopped = new Promise<void>((stop) => outside.onStop(stop))
  const server = await start(parsed.arguments, outside, say)
  if (typeof server === 'string') {
    say(server)
    return 1
  }
  await stopped
  await server.close()
  outside.input.destroy()
  return 0
}

/** @returns the server, or why there is none */
async function start(
  { origins, port, reader, stateFile, pair, forget }: BridgeArguments,
  { input, createPcsc }: BridgeProcess,
  say: (text: string) => void,
): Promise<BridgeServer | string> {
  let pages
  try {
    pages = await openKnownPages(stateFile)
  } catch (error) {
    if (error instanceof UnreadableStateError) return words.showUnreadable(error.path)
    if (isRefusedBySystem(error)) return words.showNoPlace(stateFile)
    throw error
  }
  const pairing = createPairingDesk()
  const showCode = (): void => say(words.showCode(showPairingCode(pairing.issue())))
  let server
  try {
    server = await startBridgeServer({
      ...{ origins, port, pages, pairing, pcsc: createPcsc(), readerName: reader },
      onNote: (note) => say(words.NOTES[note]),
    })
  } catch (error) {
    if (!isRefusedBySystem(error)) throw error
    return error.code === 'EADDRINUSE' ? words.showPortTaken(port) : words.showPortRefused(port)
  }
  // With the port in hand: a bridge that runs already would go on with the pages, and write them back.
  if (forget && !(await pages.forget())) {
    await server.close()
    return words.showNotForgotten(stateFile)
  }
  say(words.showListening(server.port, origins))
  if (pages.count === 0 || pair) showCode()
  else say(words.PAIRED_ALREADY)
  // Whoever sits at this computer may ask for another code; a program without a terminal cannot.
  input.on('data', showCode)
  return server
}
