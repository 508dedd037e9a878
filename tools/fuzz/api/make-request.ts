/** One request for an operation: good, nearly good, or hostile. */
import { gzipSync } from 'node:zlib'
import { ADMIN_ORIGIN } from '../../../test/support/admin-client'
import { createRandom, type Random } from '../random'
import { BODY, hintsFor } from './hints'
import {
  hostileText,
  hostileValue,
  makeValue,
  pickFrom,
  spoilValue,
  type Making,
} from './make-value'
import type { Operation } from './operations'
import type { RawRequest } from './send'
import { RECEIVER_TOKEN, type Caller, type FuzzWorld } from './world'

export const MOODS = ['good', 'near', 'hostile'] as const
export type Mood = (typeof MOODS)[number]

export interface Sent {
  operation: Operation
  mood: Mood
  request: RawRequest
  /** Whose credentials it carries as they are meant; null where none or spoiled ones. */
  caller: Caller | null
  /** Method and path are the operation's: the reply must be one that is documented there. */
  isPlain: boolean
  /** The server may refuse it before the gateway sees it, without a word. */
  mayBeBare: boolean
  canary: string
  /** Of the credentials: they belong into no log. */
  secrets: readonly string[]
}

/** Begins every canary; followed by the request's number. */
export const CANARY = 'cnry7f3a9c'

/** A request before it is bytes. */
interface Draft {
  method: string
  path: string
  query: [string, string][]
  headers: [string, string][]
  body: Uint8Array | null
  caller: Caller | null
  isPlain: boolean
  mayBeBare: boolean
}

export async function makeRequest(seed: number, index: number, world: FuzzWorld): Promise<Sent> {
  const { operations } = world
  const operation = operations[index % operations.length]
  if (!operation) throw new RangeError('the document has no operation')
  const random = createRandom(seed, operation.id, index)
  const mood = MOODS[Math.floor(index / operations.length) % MOODS.length] ?? 'good'
  const canary = `${CANARY}-${index}-`
  const making: Making = { random, canary, hints: await hintsFor(operation, world) }
  const value = operation.body
    ? makeValue(operation.body.schema, making, making.hints[BODY] ? BODY : '')
    : undefined
  const draft: Draft = {
    method: operation.method,
    path: operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(String(makeValue({ type: 'string' }, making, name))),
    ),
    query: operation.parameters
      .filter((each) => each.in === 'query' && (each.required || random.below(3) > 0))
      .map(({ name, schema }) => [name, String(makeValue(schema, making, name))]),
    headers: operation.body ? [['Content-Type', operation.body.mediaType]] : [],
    body: operation.body ? toBody(value) : null,
    caller: usualCaller(operation, random),
    isPlain: true,
    mayBeBare: false,
  }
  if (mood === 'near') spoilOnce(draft, operation, value, making)
  if (mood === 'hostile') {
    for (let left = 1 + random.below(2); left > 0; left -= 1) {
      pickFrom(random, ATTACKS)(draft, making, operation)
    }
  }
  const credentials = await credentialsOf(draft, world)
  const query = draft.query.map(([name, text]) => `${encode(name)}=${encode(text)}`).join('&')
  return {
    operation,
    mood,
    request: {
      method: draft.method,
      path: draft.path + (query && (draft.path.includes('?') ? '&' : '?')) + query,
      headers: [...credentials.headers, ...draft.headers],
      body: draft.body,
    },
    caller: draft.caller,
    isPlain: draft.isPlain,
    mayBeBare: draft.mayBeBare,
    canary,
    secrets: credentials.secrets,
  }
}

/** Like `encodeURIComponent`, but for a lone surrogate, which that refuses. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))
}

function toBody(value: unknown): Uint8Array {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
}

function usualCaller({ security, path }: Operation, random: Random): Caller | null {
  if (security === 'device' || security === 'receiver') return security
  if (security === 'nobody') return null
  // Most of the administration is the administrator's; the others must be refused properly.
  if (path.endsWith('/sign-out')) return random.pick(['staff', 'readOnly'])
  return random.pick(['administrator', 'administrator', 'administrator', 'staff', 'readOnly'])
}

function spoilOnce(draft: Draft, operation: Operation, value: unknown, making: Making): void {
  const { random } = making
  const inPath = operation.parameters.some((each) => each.in === 'path')
  const places = [
    ...(operation.body ? ['body', 'body', 'body'] : []),
    ...(operation.parameters.some((each) => each.in === 'query') ? ['query', 'query'] : []),
    ...(inPath ? ['path', 'path'] : []),
    ...(operation.security === 'nobody' ? [] : ['caller']),
  ]
  switch (pickFrom(random, places.length > 0 ? places : ['header'])) {
    case 'body':
      draft.body = toBody(spoilValue(value, making))
      return
    case 'query':
      spoilQuery(draft, making, operation)
      return
    case 'path':
      spoilParameter(draft, making, operation)
      return
    case 'caller':
      otherCaller(draft, making)
      return
    default:
      draft.headers.push(['tazune-wire', random.pick(['1', '0', '2', '99999', making.canary])])
  }
}

type Attack = (draft: Draft, making: Making, operation: Operation) => void

function spoilQuery(draft: Draft, { random, canary }: Making, operation: Operation): void {
  const names = operation.parameters.filter((each) => each.in === 'query').map(({ name }) => name)
  const name = random.below(4) === 0 || names.length === 0 ? canary : pickFrom(random, names)
  const text = hostileText(random, canary)
  draft.query = draft.query.filter(([known]) => known !== name || random.below(3) === 0)
  // Longer than what Node reads of a request's head.
  if (text.length > 2_000) draft.mayBeBare = true
  draft.query.push([name, text])
}

function spoilParameter(draft: Draft, { random, canary }: Making, operation: Operation): void {
  const text = random.pick([
    hostileText(random, canary),
    canary,
    'facility-2',
    'other-staff',
    'x'.repeat(201),
  ])
  if (text.length > 2_000) draft.mayBeBare = true
  // A place left empty, or one that leads elsewhere, is another address.
  if (text === '' || /^\.+$/.test(text)) draft.isPlain = false
  draft.path = operation.path.replaceAll(/\{\w+\}/g, encode(text))
}

function otherCaller(draft: Draft, { random }: Making): void {
  draft.caller = random.pick<Caller | null>([
    null,
    'otherDevice',
    'otherAdministrator',
    'device',
    'receiver',
    'administrator',
    'staff',
    'readOnly',
  ])
}

const spoilBody: Attack = (draft, making, operation) => {
  const { random, canary } = making
  const json = (text: string): Uint8Array => Buffer.from(text)
  const good = draft.body ?? json('{}')
  draft.body = random.pick<() => Uint8Array | null>([
    () => json(JSON.stringify(hostileValue(making))),
    () => json(`{"id":"${canary}"`),
    () => json(`{"id":1,"id":"${canary}"}`),
    () => json(`{"name":"\\ud800${canary}"}`),
    () => json('[['.repeat(20_000)),
    () => json(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`),
    () => Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x22, 0xc3, 0x28]),
    () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), good]),
    () => Buffer.alloc(1_000_001, 0x20),
    () => json(JSON.stringify({ name: canary.repeat(60_000) })),
    () => gzipSync(good),
    () => good.subarray(0, Math.floor(good.length / 2)),
    () => new Uint8Array(),
    () => null,
  ])()
  if (random.below(3) > 0) return
  draft.headers = draft.headers.filter(([name]) => name !== 'Content-Type')
  draft.headers.push([
    'Content-Type',
    random.pick([
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'multipart/form-data',
      'application/json; charset=utf-16',
      'application/problem+json',
      `application/${canary}`,
      operation.body?.mediaType ?? 'application/json',
      'x'.repeat(3_000),
    ]),
  ])
}

const spoilPath: Attack = (draft, { random, canary }) => {
  const { path } = draft
  draft.isPlain = false
  draft.path = random.pick([
    `${path}/`,
    `/${path}`,
    path.toUpperCase(),
    `${path}/../..${path}`,
    `/..%2f..%2f${canary}`,
    `${path}%00`,
    `${path}%2e%2e%2f${canary}`,
    `${path};${canary}=1`,
    `${path}.json`,
    `${path}//`,
    path.replaceAll('/', '%2f'),
    `${path}/%zz%${canary}`,
    `${path}%c3%28`,
    `${path}/${'a/'.repeat(1_000)}`,
    `http://elsewhere.test${path}`,
    `/v1/${canary}`,
    `/admin/api/${canary}`,
    `/identity/${canary}`,
    `/identity/callback?state=${canary}&code=${canary}`,
    `/i/${canary}`,
    `/${canary}?${canary}`,
    '*',
    `${path}#${canary}`,
    `${path}?%`,
    `${path}?a=%e0%a4%a`,
    '/__proto__',
    '/constructor',
  ])
  // No address of a server at all.
  if (!draft.path.startsWith('/') || draft.path.includes('#')) draft.mayBeBare = true
}

const spoilHeaders: Attack = (draft, { random, canary }) => {
  const [name, text] = random.pick<() => [string, string]>([
    () => [
      'Host',
      random.pick([`${canary}.test`, 'a b', '[::1', `x:99999999`, 'gateway.test@x', '']),
    ],
    () => ['Origin', random.pick(['null', `https://${canary}.test`, ADMIN_ORIGIN, ''])],
    () => [
      'Cookie',
      random.pick([
        `${canary}=1`,
        ';;;=',
        `__Host-tazune-session=${canary}`,
        `a=${'b;'.repeat(1_000)}`,
      ]),
    ],
    () => [
      'Authorization',
      random.pick([`Bearer ${canary}`, `DPoP ${canary}`, 'DPoP a.b.c', 'DPoP', '']),
    ],
    () => ['DPoP', random.pick([canary, 'a.b.c', 'e30.e30.', ''])],
    () => ['tazune-wire', random.pick([canary, '0', '-1', '1e1', '１', '1, 1'])],
    () => ['X-Forwarded-For', canary],
    () => ['X-Forwarded-Host', `${canary}.test`],
    () => ['X-Http-Method-Override', 'DELETE'],
    () => ['X-Request-Id', canary],
    () => ['Accept', `${canary}/*`],
    () => ['Accept-Encoding', random.pick(['gzip', canary])],
    () => ['Range', 'bytes=0-1'],
    () => ['If-None-Match', '*'],
    () => ['Content-Encoding', random.pick(['gzip', canary])],
    () => ['Expect', random.pick(['100-continue', canary])],
    () => ['Upgrade', 'websocket'],
    () => [canary, canary],
    () => ['X-Large', 'x'.repeat(30_000)],
    () => ['X-Bytes', `\u00ff\u3042${canary}`],
    () => ['X-Break', `a\nX-${canary}: 1`],
    () => ['Transfer-Encoding', random.pick([canary, 'chunked'])],
  ])()
  draft.headers.push([name, text])
  const isOwn =
    /^(?:Host|Expect|Upgrade|Transfer-Encoding|X-Large|X-Bytes|X-Break|Cookie|Content-Encoding)$/
  if (isOwn.test(name)) draft.mayBeBare = true
  // Beside the good one it may win or lose.
  if (/^(?:Cookie|Authorization|DPoP|Origin)$/.test(name)) draft.caller = null
}

const otherMethod: Attack = (draft, { random, canary }) => {
  draft.isPlain = false
  draft.method = random.pick([
    ...(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'] as const),
    ...(['get', 'CONNECT', 'QUERY', 'M-SEARCH', 'BREW'] as const),
    canary.replaceAll('-', ''),
  ])
  draft.mayBeBare = true
}

const ATTACKS: readonly Attack[] = [
  spoilBody,
  spoilBody,
  spoilBody,
  spoilPath,
  spoilHeaders,
  spoilHeaders,
  spoilQuery,
  spoilParameter,
  otherCaller,
  otherMethod,
]

interface Credentials {
  headers: [string, string][]
  secrets: string[]
}

async function credentialsOf(draft: Draft, world: FuzzWorld): Promise<Credentials> {
  const { caller, method, path } = draft
  // A page sends its origin with whatever it writes, signed in or not.
  const origin: [string, string][] = path.startsWith('/admin') ? [['Origin', ADMIN_ORIGIN]] : []
  if (caller === null) return { headers: origin, secrets: [] }
  if (caller === 'receiver') {
    const headers: [string, string][] = [...origin, ['Authorization', `Bearer ${RECEIVER_TOKEN}`]]
    return { headers, secrets: [RECEIVER_TOKEN] }
  }
  if (caller === 'device' || caller === 'otherDevice') {
    const device = await world.device(caller)
    const headers = await device.authorize(method, path)
    return { headers: [...origin, ...Object.entries(headers)], secrets: Object.values(headers) }
  }
  const cookie = (await world.person(caller)).cookie() ?? ''
  return { headers: [...origin, ['Cookie', cookie]], secrets: [cookie.replace(/^[^=]*=/, '')] }
}
