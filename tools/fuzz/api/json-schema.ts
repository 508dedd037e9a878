/** The part of JSON Schema (2020-12) that the gateway's document uses, read strictly: a keyword it does not know is an error. */

export type TypeName = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null'

export interface JsonSchema {
  type?: TypeName
  properties?: Record<string, JsonSchema>
  required?: readonly string[]
  additionalProperties?: boolean | JsonSchema
  propertyNames?: JsonSchema
  items?: JsonSchema
  minItems?: number
  maxItems?: number
  anyOf?: readonly JsonSchema[]
  oneOf?: readonly JsonSchema[]
  allOf?: readonly JsonSchema[]
  const?: unknown
  enum?: readonly unknown[]
  minLength?: number
  maxLength?: number
  pattern?: string
  format?: string
  minimum?: number
  maximum?: number
  default?: unknown
  description?: string
}

const KEYWORDS: ReadonlySet<string> = new Set<keyof JsonSchema>([
  ...(['type', 'properties', 'required', 'additionalProperties', 'propertyNames'] as const),
  ...(['items', 'minItems', 'maxItems', 'anyOf', 'oneOf', 'allOf', 'const', 'enum'] as const),
  ...(['minLength', 'maxLength', 'pattern', 'format', 'minimum', 'maximum'] as const),
  ...(['default', 'description'] as const),
])

/**
 * Where and why a value does not fit its schema, or null. A property that the schema does not name is a fault too, unless it
 * has `additionalProperties`: what an answer holds must be documented.
 * @throws Error for a keyword that this reader does not know
 */
export function faultIn(schema: JsonSchema, value: unknown, at = '$'): string | null {
  const keywords = Object.keys(schema)
  // An empty schema is anything, whatever stands in it.
  if (keywords.length === 0) return null
  const unknown = keywords.find((keyword) => !KEYWORDS.has(keyword))
  if (unknown !== undefined) throw new Error(`the document uses ${unknown}, which is not read here`)
  if (schema.type !== undefined && !isOfType(schema.type, value))
    return `${at} is no ${schema.type}`
  if ('const' in schema && value !== schema.const) return `${at} is another constant`
  if (schema.enum && !schema.enum.includes(value)) return `${at} is none of its values`
  return (
    faultInChoices(schema, value, at) ??
    (typeof value === 'string' ? faultInText(schema, value, at) : null) ??
    (typeof value === 'number' ? faultInNumber(schema, value, at) : null) ??
    (Array.isArray(value) ? faultInList(schema, value, at) : null) ??
    (isObject(value) ? faultInObject(schema, value, at) : null)
  )
}

function isOfType(type: TypeName, value: unknown): boolean {
  switch (type) {
    case 'object':
      return isObject(value)
    case 'array':
      return Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    case 'null':
      return value === null
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type
  }
}

function faultInChoices(schema: JsonSchema, value: unknown, at: string): string | null {
  for (const choices of [schema.anyOf, schema.oneOf]) {
    if (!choices) continue
    const faults = choices.map((choice) => faultIn(choice, value, at))
    if (faults.every((fault) => fault !== null)) return faults.at(-1) ?? `${at} has no choice`
  }
  for (const part of schema.allOf ?? []) {
    const fault = faultIn(part, value, at)
    if (fault !== null) return fault
  }
  return null
}

const FORMATS: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/,
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  uri: /^[a-z][a-z0-9+.-]*:/,
}

function faultInText(schema: JsonSchema, value: string, at: string): string | null {
  if (value.length < (schema.minLength ?? 0)) return `${at} is too short`
  if (value.length > (schema.maxLength ?? Infinity)) return `${at} is too long`
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) {
    return `${at} does not match ${schema.pattern}`
  }
  const format = schema.format === undefined ? undefined : FORMATS[schema.format]
  return format && !format.test(value) ? `${at} is no ${schema.format ?? ''}` : null
}

function faultInNumber(schema: JsonSchema, value: number, at: string): string | null {
  if (value < (schema.minimum ?? -Infinity)) return `${at} is too small`
  return value > (schema.maximum ?? Infinity) ? `${at} is too large` : null
}

function faultInList(schema: JsonSchema, value: readonly unknown[], at: string): string | null {
  if (value.length < (schema.minItems ?? 0)) return `${at} has too few items`
  if (value.length > (schema.maxItems ?? Infinity)) return `${at} has too many items`
  const { items } = schema
  if (!items) return null
  for (const [index, item] of value.entries()) {
    const fault = faultIn(items, item, `${at}.${index}`)
    if (fault !== null) return fault
  }
  return null
}

function faultInObject(
  { properties = {}, required = [], additionalProperties, anyOf, oneOf, allOf }: JsonSchema,
  value: Record<string, unknown>,
  at: string,
): string | null {
  const missing = required.find((name) => !Object.hasOwn(value, name))
  if (missing !== undefined) return `${at}.${missing} is missing`
  for (const [name, inner] of Object.entries(value)) {
    const schema = properties[name] ?? additionalProperties
    if (schema === true) continue
    if (typeof schema !== 'object') {
      // The choices have looked at it.
      if (anyOf ?? oneOf ?? allOf) continue
      return `${at}.${name} is not documented`
    }
    const fault = faultIn(schema, inner, `${at}.${name}`)
    if (fault !== null) return fault
  }
  return null
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
