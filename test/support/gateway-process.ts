/** The gateway as a process of its own, as `npm start` runs it; for killing it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port'

const FROM_SOURCES = [
  '--import',
  'tsx',
  fileURLToPath(new URL('../../server/main.ts', import.meta.url)),
]
/** `npm test` has built it. */
const BUILT = process.env.TAZUNE_BUILT_GATEWAY
const START_MS = 60_000

export interface GatewayProcess {
  child: ChildProcess
  /** Without a slash at its end. */
  url: string
  /** Of the link it printed, canonical form. */
  code: string
  /** Everything it has printed. */
  output(): string
  /** Sends a signal and resolves with the exit code when the process has ended. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

/** Runs one command of the gateway to its end. */
export async function runGateway(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; output: string }> {
  const child = spawnGateway(args, env)
  const output = collect(child)
  const [code] = (await once(child, 'close')) as [number]
  return { code, output: output() }
}

/**
 * Starts the gateway on a data folder, on any free port, and waits until it serves and has printed a link.
 * @param env what its environment has besides this process's own
 */
export async function startGateway(
  data: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<GatewayProcess> {
  const serving = await startServing(data, args, env)
  const code = /#code=([0-9A-Z-]+)/.exec(serving.output())?.[1]
  if (code !== undefined) return { ...serving, code: code.replaceAll('-', '') }
  await serving.end('SIGKILL')
  throw new Error(`the gateway printed no link: ${serving.output()}`)
}

/** As {@link startGateway}, where there is no link to be printed: one of several facilities, or one that has devices. */
export async function startServing(
  data: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Omit<GatewayProcess, 'code'>> {
  const child = spawnGateway(['--data', data, '--port', String(await freePort()), ...args], env)
  const output = collect(child)
  const until = Date.now() + START_MS
  for (;;) {
    const url = /^address\s+(\S+)\/$/m.exec(output())?.[1]
    if (url !== undefined && /^data /m.test(output())) {
      return {
        child,
        url,
        output,
        async end(signal) {
          if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
          const closed = once(child, 'close')
          child.kill(signal)
          await closed
          return child.exitCode
        },
      }
    }
    if (child.exitCode !== null || Date.now() > until) {
      child.kill('SIGKILL')
      throw new Error(`the gateway did not start: ${output()}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function spawnGateway(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  const gateway = BUILT === undefined ? FROM_SOURCES : [BUILT]
  return spawn(process.execPath, [...gateway, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
}

function collect(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  }
  return () => text
}
