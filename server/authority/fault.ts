/** The authority failed or said that it is busy, as told apart from a fault of the gateway's own. */
export class AuthorityFault extends Error {
  /** What the authority itself asked for (Retry-After); null where it said nothing. */
  readonly retryAfterMs: number | null

  constructor(message: string, options: { cause?: unknown; retryAfterMs?: number | null } = {}) {
    super(message, { cause: options.cause })
    this.name = 'AuthorityFault'
    this.retryAfterMs = options.retryAfterMs ?? null
  }
}

/** An authority each of whose faults is an {@link AuthorityFault}. */
export async function fromAuthority<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (cause) {
    if (cause instanceof AuthorityFault) throw cause
    throw new AuthorityFault('the authority failed', { cause })
  }
}
