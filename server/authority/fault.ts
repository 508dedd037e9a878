/** The authority failed or said that it is busy, as told apart from a fault of the gateway's own. */
export class AuthorityFault extends Error {
  /** What the authority itself asked for (Retry-After); null where it said nothing. */
  readonly retryAfterMs: number | null
  /** This gateway does not reach it; another on the same database may. */
  readonly isOutOfReach: boolean

  constructor(
    message: string,
    options: { cause?: unknown; retryAfterMs?: number | null; isOutOfReach?: boolean } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'AuthorityFault'
    this.retryAfterMs = options.retryAfterMs ?? null
    this.isOutOfReach = options.isOutOfReach ?? false
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
