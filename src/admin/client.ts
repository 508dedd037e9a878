/** Speaks to the gateway with the cookie of the session; what is refused comes as a code of the catalogue. */
import * as v from 'valibot'
import { ADMIN_API } from '../../api/admin/wire'
import { Problem } from '../../api/wire'
import { isErrorCode, type ErrorCode } from '../../domain/errors'

export type Reply<T> = { ok: true; value: T } | { ok: false; code: ErrorCode }

export interface Platform {
  fetch: typeof fetch
}

const TIMEOUT_MS = 30_000

/** One request. TZ-G78 where no answer comes, or one that is not the gateway's. */
export async function ask<S extends v.GenericSchema>(
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  schema: S,
  body?: unknown,
  platform: Platform = { fetch: (input, init) => fetch(input, init) },
): Promise<Reply<v.InferOutput<S>>> {
  let reply: Response
  try {
    reply = await platform.fetch(ADMIN_API + path, {
      method,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body !== undefined && {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    })
  } catch {
    // No line, or nobody within the time: the sentence of the code says what to do.
    return { ok: false, code: 'TZ-G78' }
  }
  const parsed = v.safeParse(reply.ok ? schema : Problem, await readJson(reply))
  if (!parsed.success) return { ok: false, code: 'TZ-G78' }
  if (reply.ok) return { ok: true, value: parsed.output as v.InferOutput<S> }
  const { code } = parsed.output as Problem
  return { ok: false, code: isErrorCode(code) ? code : 'TZ-G21' }
}

/** The same for what is no JSON: a file to keep. */
export async function askText(
  path: string,
  platform: Platform = { fetch: (input, init) => fetch(input, init) },
): Promise<Reply<string>> {
  try {
    const reply = await platform.fetch(ADMIN_API + path, {
      method: 'POST',
      credentials: 'same-origin',
    })
    if (reply.ok) return { ok: true, value: await reply.text() }
    const problem = v.safeParse(Problem, await readJson(reply))
    const code = problem.success ? problem.output.code : ''
    return { ok: false, code: isErrorCode(code) ? code : 'TZ-G78' }
  } catch {
    // The line went in the middle of it: half a file is none.
    return { ok: false, code: 'TZ-G78' }
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
