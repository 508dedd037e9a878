/** The folder with `initdb` and `postgres`; null where there is none. */
export function findPostgres(): string | null
export function ensurePostgres(): void
