/**
 * A network, a PC/SC service and a virtual reader of a test's own. Nothing outside sees them, any number stand side by
 * side, and all of it ends with the process that opened it, however that ends.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import { collect, type Ran, type Running } from './processes'

declare module 'vitest' {
  export interface ProvidedContext {
    pcsc: {
      /** Why there can be no PC/SC here; null where there can. */
      obstacle: string | null
      /** Flags of `unshare`. */
      unshare: string[]
      /** Path of OpenSC's PKCS#11 module. */
      pkcs11: string
    }
  }
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const INSIDE = fileURLToPath(new URL('inside.sh', import.meta.url))
/** Where vpcd's configuration lets it listen, inside. */
export const VPCD_PORT = 35_963
const COMMAND_MS = 30_000

export interface RunOptions {
  /** The session's folder unless given. */
  cwd?: string
  env?: Readonly<Record<string, string>>
  /** After which the command is killed and the promise rejected. */
  timeoutMs?: number
}

export interface PcscNamespace {
  /** Scratch, the home of what runs inside; removed at the end. */
  readonly folder: string
  /** Runs a program inside to its end. */
  run(command: string, args?: readonly string[], options?: RunOptions): Promise<Ran>
  /** The same with a line of shell. */
  shell(line: string, options?: RunOptions): Promise<Ran>
  /** The same with a script of ours, TypeScript or not; works in the repository and its path starts there. */
  node(script: string, args?: readonly string[], options?: RunOptions): Promise<Ran>
  /** Starts a program inside that stays; `end` or the namespace's end stops it. */
  start(command: string, args?: readonly string[], options?: RunOptions): Promise<Running>
  startNode(script: string, args?: readonly string[], options?: RunOptions): Promise<Running>
  /** What pcscd had to say. */
  serviceLog(): string
  end(): Promise<void>
}

export async function openPcscNamespace(): Promise<PcscNamespace> {
  const { unshare } = inject('pcsc')
  const folder = mkdtempSync(join(tmpdir(), 'tazune-pcsc-'))
  const holder = spawn('unshare', [...unshare, 'sh', INSIDE, folder], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const output = collect(holder)
  const ended = once(holder, 'close')
  const ready = await output.seen(/^ready$/m)
  const { pid } = holder
  if (pid === undefined || !ready) {
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`no PC/SC namespace: ${output.text()}`)
  }

  const entry = enter(pid, unshare.includes('--user'))
  const running = new Set<Running>()

  async function start(
    command: string,
    args: readonly string[] = [],
    { cwd = folder, env }: RunOptions = {},
  ): Promise<Running> {
    const child = spawn('nsenter', [...entry, ...PLACE, cwd, command, ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...homeAt(folder), ...env },
    })
    const started = await follow(child, (signal, inner) => kill(entry, signal, inner))
    running.add(started)
    void started.ended.then(() => running.delete(started))
    return started
  }

  async function run(
    command: string,
    args: readonly string[] = [],
    options: RunOptions = {},
  ): Promise<Ran> {
    const started = await start(command, args, options)
    const limit = options.timeoutMs ?? COMMAND_MS
    const late = new AbortController()
    const timer = setTimeout(() => {
      late.abort()
      void started.end('SIGKILL')
    }, limit)
    const ran = await started.ended
    clearTimeout(timer)
    if (late.signal.aborted) {
      throw new Error(`${command} did not end within ${limit} ms: ${ran.output}`)
    }
    return ran
  }

  const tsx = ['--import', 'tsx']
  const ours = { cwd: ROOT }
  return {
    folder,
    start,
    run,
    shell: (line, options) => run('sh', ['-c', line], options),
    node: (script, args = [], options) =>
      run(process.execPath, [...tsx, script, ...args], { ...ours, ...options }),
    startNode: (script, args = [], options) =>
      start(process.execPath, [...tsx, script, ...args], { ...ours, ...options }),
    serviceLog: () => readFileSync(join(folder, 'pcscd.log'), 'utf8'),
    async end() {
      // The first process goes with its input, and the kernel takes everything in the namespace with it.
      holder.stdin.end()
      await Promise.all([ended, ...[...running].map((each) => each.ended)])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** `unshare` itself stays outside of the process namespace that it made; its children are inside. */
function enter(pid: number, ownUser: boolean): string[] {
  const at = `/proc/${pid}/ns`
  return [
    ...(ownUser ? [`--user=${at}/user`, '--preserve-credentials'] : []),
    ...[`--net=${at}/net`, `--mount=${at}/mnt`, `--pid=${at}/pid_for_children`],
  ]
}

/** Tells its process id inside on descriptor 3, goes to the folder $1, and becomes the rest. */
const PLACE = [
  'sh',
  '-c',
  'echo $$ >&3; exec 3>&-; cd "$1"; shift; PATH=$PATH:/usr/sbin:/sbin; exec "$@"',
  'sh',
]

function homeAt(folder: string): Record<string, string> {
  return {
    HOME: folder,
    XDG_CACHE_HOME: join(folder, 'cache'),
    LC_ALL: 'C.UTF-8',
    // Else OpenSC tries some twenty other cards first, each with a SELECT.
    OPENSC_DRIVER: 'jpki',
  }
}

async function follow(
  child: ChildProcess,
  killInside: (signal: NodeJS.Signals, inner: number) => Promise<void>,
): Promise<Running> {
  const output = collect(child)
  const number = collect(child, [3])
  const ended = once(child, 'close').then(([code]): Ran => ({
    code: typeof code === 'number' ? code : -1,
    ...output.parts(),
  }))
  await number.seen(/\n/)
  return {
    ended,
    async seen(pattern) {
      if (!(await output.seen(pattern))) throw new Error(`ended without it: ${output.text()}`)
    },
    text: () => output.text(),
    async end(signal = 'SIGTERM') {
      const inner = Number(number.text())
      if (child.exitCode === null && child.signalCode === null && inner > 0) {
        await killInside(signal, inner)
      }
      return ended
    },
  }
}

/** `nsenter` passes no signal on, so the process is sent it from inside. It may have ended meanwhile. */
async function kill(entry: readonly string[], signal: NodeJS.Signals, inner: number) {
  const name = signal.replace('SIG', '')
  await once(spawn('nsenter', [...entry, 'sh', '-c', `kill -${name} ${inner}`]), 'close')
}
