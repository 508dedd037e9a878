/** Speaks to the gateway with the cookie of the session; what is refused comes as a code of the catalogue. */
import * as v from 'valibot'
import { ADMIN_API } from '../../api/admin/wire'
import { Problem } from '../../api/wire'
import { isErrorCode, type ErrorCode } from '../../domain/errors'

export type Reply<T> =
  | { ok: true; value: T }
  /** `waitSeconds`: before that nothing else will be said. */
  | { ok: false; code: ErrorCode; waitSeconds?: number }

export interface Platform {
  fetch: typeof fetch
}

/** Looked up at each call: a test may put another in its place. */
const BROWSER: Platform = { fetch: (input, init) => fetch(input, init) }
const TIMEOUT_MS = 30_000
const FILE_TIMEOUT_MS = 180_000

/**
 * One request. Where no answer comes, or one that is not the gateway's: TZ-G82 of what is only looked at, TZ-G78 of what may have
 * been changed.
 */
export function ask<S extends v.GenericSchema>(
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  schema: S,
  body?: unknown,
  platform: Platform = BROWSER,
): Promise<Reply<v.InferOutput<S>>> {
  const unanswered = method === 'GET' ? 'TZ-G82' : 'TZ-G78'
  return readReply(schema, unanswered, () =>
    platform.fetch(ADMIN_API + path, jsonRequest(method, body)),
  )
}

/** The same for what is only looked at, and by words that stand in no address. */
export function lookUp<S extends v.GenericSchema>(
  path: string,
  schema: S,
  body: unknown,
  platform: Platform = BROWSER,
): Promise<Reply<v.InferOutput<S>>> {
  return readReply(schema, 'TZ-G82', () =>
    platform.fetch(ADMIN_API + path, jsonRequest('POST', body)),
  )
}

function jsonRequest(method: string, body: unknown): RequestInit {
  return {
    method,
    credentials: 'same-origin',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body !== undefined && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  }
}

async function readReply<S extends v.GenericSchema>(
  schema: S,
  unanswered: 'TZ-G78' | 'TZ-G82',
  send: () => Promise<Response>,
): Promise<Reply<v.InferOutput<S>>> {
  let reply: Response
  try {
    reply = await send()
  } catch {
    // No line, or nobody within the time: the sentence of the code says what to do.
    return { ok: false, code: unanswered }
  }
  const parsed = v.safeParse(reply.ok ? schema : Problem, await readJson(reply))
  if (!parsed.success) return { ok: false, code: unanswered }
  if (reply.ok) return { ok: true, value: parsed.output as v.InferOutput<S> }
  const { code } = parsed.output as Problem
  const waitSeconds = Number(reply.headers.get('Retry-After') ?? 0)
  return {
    ok: false,
    code: isErrorCode(code) ? code : 'TZ-G21',
    ...(waitSeconds > 0 && { waitSeconds }),
  }
}

/** A file of the facility's own, as its bytes are. A large one takes its time. */
export async function sendFile<S extends v.GenericSchema>(
  path: string,
  schema: S,
  file: Uint8Array<ArrayBuffer>,
  platform: Platform = BROWSER,
): Promise<Reply<v.InferOutput<S>>> {
  return readReply(schema, 'TZ-G78', () => platform.fetch(ADMIN_API + path, fileRequest(file)))
}

/** The same where the answer is a text to keep. */
export function sendFileForText(
  path: string,
  file: Uint8Array<ArrayBuffer>,
  platform: Platform = BROWSER,
): Promise<Reply<string>> {
  return readText(() => platform.fetch(ADMIN_API + path, fileRequest(file)))
}

function fileRequest(body: Uint8Array<ArrayBuffer>): RequestInit {
  return {
    method: 'POST',
    credentials: 'same-origin',
    signal: AbortSignal.timeout(FILE_TIMEOUT_MS),
    headers: { 'Content-Type': 'text/csv' },
    body,
  }
}

/** The same for what is no JSON: a file to keep. */
export function askText(path: string, platform: Platform = BROWSER): Promise<Reply<string>> {
  return readText(() =>
    platform.fetch(ADMIN_API + path, { method: 'POST', credentials: 'same-origin' }),
  )
}

async function readText(send: () => Promise<Response>): Promise<Reply<string>> {
  try {
    const reply = await send()
    if (reply.ok) return { ok: true, value: await reply.text() }
    const problem = v.safeParse(Problem, await readJson(reply))
    const code = problem.success ? problem.output.code : ''
    return { ok: false, code: isErrorCode(code) ? code : 'TZ-G82' }
  } catch {
    // The line went in the middle of it: half a file is none.
    return { ok: false, code: 'TZ-G82' }
  }
}

async function readJson(reply: Response): Promise<unknown> {
  try {
    return await reply.json()
  } catch {
    // A portal's page, or an answer cut short: the schema refuses it.
    return undefined
  }
}
