/** The slow hash itself: argon2id (RFC 9106). Runs in a worker, or where it is called. */
import { argon2id } from 'hash-wasm'
import type { Argon2Cost } from './schema'

export interface HashRequest {
  password: string
  salt: Uint8Array
  cost: Argon2Cost
}

/** 32 bytes. Blocks its thread for as long as the cost wants. @throws Error when there is not so much memory */
export async function hashHere({
  password,
  salt,
  cost,
}: HashRequest): Promise<Uint8Array<ArrayBuffer>> {
  const hash = await argon2id({
    password,
    salt,
    memorySize: cost.memoryKiB,
    iterations: cost.iterations,
    parallelism: cost.parallelism,
    hashLength: 32,
    outputType: 'binary',
  })
  return hash.slice()
}
