import type { KeyObject } from 'node:crypto'

export interface ReceivedMessage {
  method?: string
  url?: string
  status?: number
  headers: Readonly<Record<string, string>>
  body: Uint8Array
}

export interface VerifyOptions {
  findKey: (keyId: string) => KeyObject | undefined
  seen?: (nonce: string) => boolean
  now?: number
  maxAgeSeconds?: number
}

export type Verified = { ok: true; keyId: string } | { ok: false; reason: string }

export const REQUIRED: readonly string[]
export const TAG: string
export function verifyWebhook(message: ReceivedMessage, options: VerifyOptions): Verified
export function verifyMessage(
  message: ReceivedMessage,
  options: Required<Omit<VerifyOptions, 'seen'>> &
    Pick<VerifyOptions, 'seen'> & { required: readonly string[]; tag: string | null },
): Verified
