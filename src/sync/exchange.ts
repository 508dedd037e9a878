/** One request and its reply, read to the end. Never throws: a reply that does not come is a value too. */
import { WIRE_HEADER, WIRE_VERSION } from '../../api/wire'
import type { Reply } from './classify'
import { faultName } from './store-fault'
import type { Timers } from './timers'

export type Fetch = (input: string, init: RequestInit) => Promise<Response>

export interface Exchange {
  fetch: Fetch
  timers: Timers
  /** False is believed (there is no line); true proves nothing. */
  isOnline: () => boolean
}

export interface HttpRequest {
  method: 'GET' | 'POST'
  url: string
  body?: unknown
  headers?: Record<string, string>
  timeoutMs: number
  signal?: AbortSignal | undefined
}

export async function exchange(platform: Exchange, request: HttpRequest): Promise<Reply> {
  const timeout = new AbortController()
  const abort = (): void => timeout.abort()
  const cancel = platform.timers.after(request.timeoutMs, abort)
  request.signal?.addEventListener('abort', abort)
  if (request.signal?.aborted === true) abort()
  try {
    const response = await platform.fetch(request.url, {
      method: request.method,
      // A portal that redirects must be seen as one, not followed.
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
      headers: {
        accept: 'application/json',
        [WIRE_HEADER]: String(WIRE_VERSION),
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      signal: timeout.signal,
    })
    return {
      kind: 'reply',
      status: response.status,
      body: parseJson(response.headers.get('content-type'), await response.text()),
      retryAfter: response.headers.get('retry-after'),
      date: response.headers.get('date'),
    }
  } catch (cause) {
    // fetch rejects with TypeError for everything the network does, AbortError for ourselves. Anything else is a bug.
    if (!NETWORK_FAULTS.has(faultName(cause))) throw cause
    return { kind: 'none', lineDown: !platform.isOnline() }
  } finally {
    cancel()
    request.signal?.removeEventListener('abort', abort)
  }
}

const NETWORK_FAULTS = new Set(['TypeError', 'AbortError', 'TimeoutError', 'NetworkError'])

function parseJson(contentType: string | null, text: string): unknown {
  if (!/^application\/(problem\+)?json\b/i.test(contentType ?? '')) return undefined
  try {
    return JSON.parse(text)
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}
