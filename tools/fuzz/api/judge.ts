/** What every answer owes, whatever was asked. */
import { isErrorCode } from '../../../domain/errors'
import { REQUEST_ID, type LogLine } from '../../../server/http/log'
import { PASSCODE } from '../../../test/support/admin-client'
import { faultIn, isObject, type JsonSchema } from './json-schema'
import type { Sent } from './make-request'
import type { RawReply } from './send'
import { OTHER_MARK } from './world'

const PROBLEM = 'application/problem+json'
/** Of addresses and methods that are no operation's. */
const ELSEWHERE = new Set([200, 204, 400, 401, 403, 404, 409, 413, 426, 429])
/** What Node itself says to a request that is none, before the gateway is asked. */
const BARE = new Set([400, 408, 413, 417, 431])
const INNARDS = /\n\s+at |node_modules|file:\/\/|\.ts:\d|SQLITE_|ECONN|valibot|\/server\//
const PROTECTION = ['content-security-policy', 'x-content-type-options', REQUEST_ID.toLowerCase()]

/** What is wrong with the answer or with what was logged of it; null where all is well. */
export function judge(
  sent: Sent,
  reply: RawReply | null,
  lines: readonly LogLine[],
  otherIds: readonly string[],
): string | null {
  return judgeLog(sent, lines) ?? judgeReply(sent, reply, otherIds)
}

function judgeLog({ canary, secrets }: Sent, lines: readonly LogLine[]): string | null {
  const text = JSON.stringify(lines)
  if (text.includes(canary)) return 'the log repeats what was sent'
  if ([...secrets, PASSCODE].some((secret) => secret.length > 8 && text.includes(secret))) {
    return 'the log holds a secret'
  }
  const fault = lines.find((line) => 'fault' in line)
  return fault ? `a fault was logged: ${JSON.stringify(fault)}` : null
}

function judgeReply(
  sent: Sent,
  reply: RawReply | null,
  otherIds: readonly string[],
): string | null {
  if (reply === null) return sent.mayBeBare ? null : 'no answer'
  const { status, headers, text } = reply
  if (status >= 500) return `status ${status}`
  const isOurs = headers.has(REQUEST_ID.toLowerCase())
  if (!isOurs) {
    const isBare = sent.mayBeBare && BARE.has(status)
    return isBare && text === '' ? null : `status ${status} without the gateway’s headers: ${text}`
  }
  const missing = PROTECTION.find((name) => !headers.has(name))
  if (missing !== undefined) return `${missing} is missing`
  if (INNARDS.test(text)) return 'the answer shows the inside'
  if (`${text}${[...headers.values()].join()}`.includes(sent.canary))
    return 'the answer repeats what was sent'
  const isTheirs = sent.caller === 'otherDevice' || sent.caller === 'otherAdministrator'
  if (!isTheirs && [OTHER_MARK, ...otherIds].some((mark) => text.includes(mark))) {
    return 'the answer holds what is another facility’s'
  }
  return sent.request.method === 'HEAD' || reply.isCut ? null : judgeForm(sent, reply)
}

function judgeForm({ operation, isPlain }: Sent, reply: RawReply): string | null {
  const { status, headers, text } = reply
  const type = (headers.get('content-type') ?? '').replace(/;.*/, '')
  if (status >= 400 && type === PROBLEM) {
    const fault = faultInProblem(text, status)
    if (fault !== null) return fault
  }
  const documented = operation.answers.get(status)
  if (!isPlain) {
    if (!ELSEWHERE.has(status)) return `status ${status} at no operation`
    return status >= 400 && type !== PROBLEM && type !== 'text/html' ? `a refusal as ${type}` : null
  }
  if (!documented) return `status ${status} is not documented`
  const schema = documented.get(type)
  if (!schema) return `${type || 'no type'} is not documented for ${status}`
  if (type.endsWith('json')) return faultInJson(schema, text)
  if (type !== 'application/jsonl') return null
  const faults = text
    .trimEnd()
    .split('\n')
    .map((line) => faultInJson(schema, line))
  return faults.find((fault) => fault !== null) ?? null
}

function faultInJson(schema: JsonSchema, text: string): string | null {
  const value = parse(text)
  return value === undefined ? 'a text that is no JSON' : faultIn(schema, value)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function faultInProblem(text: string, status: number): string | null {
  const problem = parse(text)
  if (!isObject(problem)) return 'a refusal that is no object'
  if (problem.status !== status) return 'a refusal with another status'
  return isErrorCode(String(problem.code)) ? null : 'a refusal with an unknown code'
}
