/** What the gateway's OpenAPI document says can be asked, and how it is answered. */
import type { JsonSchema } from './json-schema'

export interface Parameter {
  name: string
  in: 'path' | 'query'
  required: boolean
  schema: JsonSchema
}

export interface Operation {
  id: string
  method: string
  path: string
  parameters: readonly Parameter[]
  body: { mediaType: string; schema: JsonSchema } | null
  /** By status; by media type. */
  answers: ReadonlyMap<number, ReadonlyMap<string, JsonSchema>>
  /** Who must ask. */
  security: 'device' | 'session' | 'receiver' | 'nobody'
}

interface Content {
  content?: Record<string, { schema: JsonSchema }>
}

interface Described {
  operationId?: string
  parameters?: (Omit<Parameter, 'required'> & { required?: boolean })[]
  requestBody?: Content
  responses: Record<string, Content>
  security?: Record<string, unknown>[]
}

export interface Document {
  paths: Record<string, Record<string, Described>>
}

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete'])

const SCHEMES = [
  ['dpop', 'device'],
  ['session', 'session'],
  ['receiver', 'receiver'],
] as const

export function readOperations(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => METHODS.has(method))
      .map(([method, described]) => readOperation(method, path, described)),
  )
}

function readOperation(method: string, path: string, described: Described): Operation {
  const { operationId, parameters = [], requestBody, responses, security = [] } = described
  const [body] = Object.entries(requestBody?.content ?? {})
  const schemes = security.flatMap((scheme) => Object.keys(scheme))
  return {
    id: operationId ?? `${method} ${path}`,
    method: method.toUpperCase(),
    path,
    parameters: parameters.map((each) => ({ ...each, required: each.required === true })),
    body: body ? { mediaType: body[0], schema: body[1].schema } : null,
    answers: new Map(
      Object.entries(responses).map(([status, { content = {} }]) => [
        Number(status),
        new Map(Object.entries(content).map(([type, { schema }]) => [type, schema] as const)),
      ]),
    ),
    security: SCHEMES.find(([scheme]) => schemes.includes(scheme))?.[1] ?? 'nobody',
  }
}
