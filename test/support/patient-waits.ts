/**
 * A wait of a test ends when what it waits for is there. Vitest gives up after one second, which a busy machine may need for a
 * turn of its own; whoever says a time keeps it.
 */
import { vi } from 'vitest'

const WAIT_MS = 10_000
const { waitFor } = vi

vi.waitFor = (callback, options) => waitFor(callback, options ?? { timeout: WAIT_MS })
