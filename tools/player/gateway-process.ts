/** A real gateway process with its own data folder, to be started, killed and started again. */
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export interface GatewayProcess {
  readonly port: number
  /** The one-time code of this start's activation link. */
  readonly activationCode: string
  /** Everything it has printed so far. */
  output(): string
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
}

/** Starts `dist/server/main.js`; resolves when it has printed its address and activation link. */
export async function startGateway(options: {
  data: string
  port?: number
  origin?: string
  more?: string[]
}): Promise<GatewayProcess> {
  const args = [join(ROOT, 'dist/server/main.js'), '--app', join(ROOT, 'dist/app')]
  args.push('--data', options.data, '--port', String(options.port ?? 0))
  if (options.origin) args.push('--origin', options.origin)
  const child = spawn(process.execPath, [...args, ...(options.more ?? [])], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = new Promise<{ port: number; code: string }>((resolve, reject) => {
    const look = (chunk: Buffer): void => {
      printed += chunk.toString()
      const port = /http:\/\/(?:localhost|127\.0\.0\.1):(\d+)/.exec(printed)
      const code = /#code=([0-9A-Z-]+)/.exec(printed)
      if (port?.[1] && code?.[1]) resolve({ port: Number(port[1]), code: code[1] })
    }
    child.stdout.on('data', look)
    child.stderr.on('data', look)
    child.once('exit', (code) => reject(new Error(`gateway ended with ${code}\n${printed}`)))
  })
  const { port, code } = await ready
  return {
    port,
    activationCode: code,
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
