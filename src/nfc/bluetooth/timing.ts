/** Starts a one-shot timer; returns the function that cancels it. */
export type StartTimer = (milliseconds: number, run: () => void) => () => void

export const startPlatformTimer: StartTimer = (milliseconds, run) => {
  const id = setTimeout(run, milliseconds)
  return () => clearTimeout(id)
}

/** All in milliseconds. */
export interface Timeouts {
  /** GATT connection, discovery and subscription together. */
  connect: number
  /** A command the reader answers by itself. */
  reader: number
  /** Power on: the reader looks for the card. */
  power: number
  /** One APDU: a signature takes the card over a second, and the card may ask for more time. */
  apdu: number
  /** All that a reader may ask for on top during one command, however often it asks. */
  extended: number
  /** From one chunk of a frame to the next. */
  chunk: number
}

export const DEFAULT_TIMEOUTS: Readonly<Timeouts> = {
  connect: 15_000,
  reader: 3_000,
  power: 5_000,
  apdu: 15_000,
  extended: 60_000,
  chunk: 2_000,
}
