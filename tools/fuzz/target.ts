/** A parser under fuzz, and what is asked of it. */

export interface FuzzTarget {
  /** As it is named on the command line and in the table. */
  readonly name: string
  /** Good inputs, which the parser must accept; spoiling them leads to its inner branches. */
  readonly corpus: readonly Uint8Array[]
  /** Pieces that mean something to this parser. */
  readonly tokens?: readonly Uint8Array[]
  /**
   * Gives the parser one input: true when it took it, false when it refused by a value.
   * Whatever it throws must be one of `refusals`; a broken promise about the result is thrown as an error.
   */
  readonly eat: (input: Uint8Array) => boolean | Promise<boolean>
  /** Error types that are a refusal. */
  readonly refusals?: readonly (abstract new (...args: never[]) => Error)[]
  /** Part of a run's inputs that it is given, where each takes milliseconds (an archive, a key); 1 where absent. */
  readonly share?: number
  /** Bytes the parser may allocate for an input of so many. */
  readonly allowance?: (inputLength: number) => number
}

/** How many of a run's inputs a parser is given. */
export function shareOf({ share = 1 }: FuzzTarget, count: number): number {
  return Math.ceil(count * share)
}

/** Some copies of each byte of the input, and room for small things. */
export function defaultAllowance(inputLength: number): number {
  return 1_024 + 64 * inputLength
}
