/** A real gateway process with its own data folder, to be started, killed and started again. */
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the build is; another folder lets a build go on while this one plays. */
const DIST = process.env['TAZUNE_DIST'] ?? fileURLToPath(new URL('../../dist/', import.meta.url))

export interface GatewayProcess {
  readonly port: number
  /** The one-time code of this start's activation link. */
  readonly activationCode: string
  /** Everything it has printed so far. */
  output(): string
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
}

export interface GatewayProcessOptions {
  data: string
  /** The address devices use: the line's. */
  origin: string
  more?: string[]
}

/** Starts the built gateway with the built app; resolves when it listens and has printed its activation link. */
export async function startGateway({
  data,
  origin,
  more = [],
}: GatewayProcessOptions): Promise<GatewayProcess> {
  const args = [join(DIST, 'server/main.js'), '--app', join(DIST, 'app')]
  args.push('--data', data, '--port', '0', '--origin', origin, ...more)
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let printed = ''
  const activationCode = await new Promise<string>((resolve, reject) => {
    const look = (chunk: Buffer): void => {
      printed += chunk.toString()
      const code = /#code=([0-9A-Z-]+)/.exec(printed)?.[1]
      if (code !== undefined) resolve(code)
    }
    child.stdout.on('data', look)
    child.stderr.on('data', look)
    child.once('exit', (code) => reject(new Error(`gateway ended with ${code}\n${printed}`)))
  })
  const announced = JSON.parse(readFileSync(join(data, 'gateway.json'), 'utf8')) as { port: number }
  return {
    port: announced.port,
    activationCode,
    output: () => printed,
    kill: (signal) => stop(child, signal, gone),
  }
}

async function stop(
  child: ChildProcess,
  signal: 'SIGKILL' | 'SIGTERM',
  gone: Promise<void>,
): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal)
  await gone
}
