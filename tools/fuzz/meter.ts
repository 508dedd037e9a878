/** Counts the bytes that `new Uint8Array(length)` and `Uint8Array.of` allocate while it runs. */

export interface Meter {
  /** Bytes since `clear`. */
  readonly bytes: number
  clear(): void
  stop(): void
}

/**
 * Puts a counting stand-in in the place of the global `Uint8Array`. What a parser copies out of its input with
 * `slice` is not counted: that can never be more than the input.
 */
export function startMeter(): Meter {
  const Original = Uint8Array
  let bytes = 0
  const standIn: Uint8ArrayConstructor = new Proxy(Original, {
    construct(target, args: unknown[], newTarget): object {
      const [length] = args
      if (typeof length === 'number') bytes += length
      return Reflect.construct(target, args, newTarget === standIn ? target : newTarget) as object
    },
  })
  globalThis.Uint8Array = standIn
  return {
    get bytes() {
      return bytes
    },
    clear() {
      bytes = 0
    },
    stop() {
      globalThis.Uint8Array = Original
    },
  }
}
