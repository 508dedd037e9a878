/** A process that dies at the n-th thing it asks of the world: just before it is done, or just after. */

export class Crash extends Error {
  override readonly name = 'Crash'
}

export interface CrashPlan {
  /** Which operation, from 0. */
  at: number
  when: 'before' | 'after'
}

export interface Crasher {
  /** Wraps an object so that its methods count, and fail for ever once the crash has come. */
  wrap<T extends object>(target: T): T
  readonly crashed: boolean
  readonly operations: string[]
}

export function createCrasher(plan: CrashPlan | null): Crasher {
  const operations: string[] = []
  let crashed = false

  async function run(name: string, operation: () => unknown): Promise<unknown> {
    if (crashed) throw new Crash()
    const number = operations.push(name) - 1
    const isTheOne = plan !== null && number === plan.at
    if (isTheOne && plan.when === 'before') {
      crashed = true
      throw new Crash()
    }
    const result = await operation()
    if (isTheOne) {
      crashed = true
      throw new Crash()
    }
    return result
  }

  return {
    get crashed() {
      return crashed
    },
    operations,
    wrap(target) {
      return new Proxy(target, {
        get(object, name) {
          const member: unknown = Reflect.get(object, name)
          if (typeof member !== 'function') return member
          return (...args: unknown[]) =>
            run(String(name), () => Reflect.apply(member, object, args) as unknown)
        },
      })
    },
  }
}
