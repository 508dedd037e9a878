/** Validation by the shared schemas: a refusal names fields and repeats nothing of what was sent. */
import { validator } from 'hono-openapi'
import type { ValidationTargets } from 'hono'
import * as v from 'valibot'
import { GatewayError } from './gateway-error'

type Schema = v.GenericSchema

/** Middleware that validates `target`, or throws TZ-G01 with the names of the offending fields. */
export function validate<S extends Schema, T extends keyof ValidationTargets>(
  target: T,
  schema: S,
) {
  const known = fieldNames(schema)
  return validator(target, schema, (result) => {
    if (result.success) return
    const fields = result.error.map((issue) => fieldPath(issue.path ?? [], known))
    throw new GatewayError('TZ-G01', { fields: [...new Set(fields)].slice(0, 20) })
  })
}

/**
 * `checks.3.id`: indices and names of the schema only. A name the sender made up is not repeated.
 */
function fieldPath(path: readonly unknown[], known: ReadonlySet<string>): string {
  const parts = path.map((segment) => {
    const key: unknown =
      typeof segment === 'object' && segment !== null && 'key' in segment ? segment.key : segment
    if (typeof key === 'number') return String(key)
    return typeof key === 'string' && known.has(key) ? key : '?'
  })
  return parts.join('.') || '(body)'
}

/** Every property name that occurs anywhere in a schema. */
function fieldNames(schema: unknown, names = new Set<string>()): Set<string> {
  if (typeof schema !== 'object' || schema === null) return names
  if ('entries' in schema && typeof schema.entries === 'object' && schema.entries !== null) {
    for (const [name, entry] of Object.entries(schema.entries)) {
      names.add(name)
      fieldNames(entry, names)
    }
  }
  for (const inner of ['item', 'wrapped'] as const) {
    if (inner in schema) fieldNames((schema as Record<string, unknown>)[inner], names)
  }
  if ('pipe' in schema && Array.isArray(schema.pipe)) {
    for (const step of schema.pipe) if (step !== schema) fieldNames(step, names)
  }
  return names
}
