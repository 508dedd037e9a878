/** Watching what a child process prints. */
import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'

export interface Ran {
  /** −1 where a signal ended it. */
  code: number
  stdout: string
  stderr: string
  /** Both, in the order in which they came. */
  output: string
}

export interface Running {
  /** Everything printed so far. */
  text(): string
  /** Resolves when what was printed matches; rejects when it has ended without. */
  seen(pattern: RegExp): Promise<void>
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<Ran>
  /** Sends a signal (SIGTERM) and resolves when it has ended. */
  end(signal?: NodeJS.Signals): Promise<Ran>
}

export interface Collected {
  text(): string
  parts(): Omit<Ran, 'code'>
  /** Resolves with true when the text matches, with false when nothing more will come. */
  seen(pattern: RegExp): Promise<boolean>
}

/** Keeps what comes out of those descriptors. */
export function collect(child: ChildProcess, descriptors: readonly number[] = [1, 2]): Collected {
  const texts = new Map<number, string>()
  let all = ''
  let open = descriptors.length
  let wake: (() => void)[] = []
  const wakeAll = (): void => {
    const sleeping = wake
    wake = []
    for (const each of sleeping) each()
  }
  for (const descriptor of descriptors) {
    const stream = child.stdio[descriptor] as Readable
    stream.setEncoding('utf8')
    stream.on('data', (chunk: string) => {
      texts.set(descriptor, (texts.get(descriptor) ?? '') + chunk)
      all += chunk
      wakeAll()
    })
    stream.once('close', () => {
      open -= 1
      wakeAll()
    })
  }
  return {
    text: () => all,
    parts: () => ({ stdout: texts.get(1) ?? '', stderr: texts.get(2) ?? '', output: all }),
    async seen(pattern) {
      while (!pattern.test(all)) {
        if (open === 0) return false
        await new Promise<void>((resolve) => wake.push(resolve))
      }
      return true
    },
  }
}
