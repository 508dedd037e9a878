/**
 * ORCA's XML2: a tree whose elements bear a type (`string`, `record`, `array`), arrays with one `…_child` record each.
 * Written and read with every value a text; nothing else of XML is let in.
 */
import { XMLParser } from 'fast-xml-parser'
import { checkXml, NO_XML_CHARACTER } from '../../authority/oqs/codec/check-xml'

/** A record's values by name; an array is a list of records. */
export interface Xml2Record {
  [name: string]: Xml2Value
}
export type Xml2Value = string | Xml2Record | Xml2Record[]

/** The answer is no XML2: cut off, of another kind, or made to do harm. */
export class NotXml2 extends Error {
  override readonly name = 'NotXml2'
}

const MAX_DEPTH = 12
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const TYPE = '@_type'
const TEXT = '#text'

const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: true,
  htmlEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
})

/** UTF-8 with its declaration: `<data>` around the one record. */
export function writeXml2(name: string, record: Xml2Record): Uint8Array<ArrayBuffer> {
  const body = element('data', { [name]: record }, false)
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`)
}

/**
 * The record of that name out of an answer, its empty elements left out, and empty places at the end of its arrays, with
 * which ORCA fills them up. @throws NotXml2
 */
export function readXml2(bytes: Uint8Array, name: string): Xml2Record {
  const tree = parse(decode(bytes))
  const root = tree['xmlio2'] ?? tree['data']
  const node = isNode(root) ? root[name] : undefined
  const value = node === undefined ? undefined : fromNode(node, 0)
  if (value === undefined || typeof value === 'string' || Array.isArray(value)) {
    throw new NotXml2('another answer')
  }
  return value
}

type Node = Record<string, unknown>

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new NotXml2('not UTF-8', { cause })
  }
}

function parse(text: string): Node {
  try {
    // First, because the parser alone takes what is cut off, and document types.
    checkXml(text)
    return parser.parse(text) as Node
  } catch (cause) {
    throw new NotXml2('not well-formed', { cause })
  }
}

/** @throws RangeError for a character that XML cannot hold: nothing is left out silently */
function element(name: string, value: Xml2Value, isTyped = true): string {
  if (typeof value === 'string') return `<${name} type="string">${escape(value)}</${name}>`
  if (Array.isArray(value)) {
    const children = value.map((each) => element(`${name}_child`, each)).join('')
    return `<${name} type="array">${children}</${name}>`
  }
  const parts = Object.entries(value).map(([part, held]) => element(part, held))
  return `<${name}${isTyped ? ' type="record"' : ''}>${parts.join('')}</${name}>`
}

function escape(text: string): string {
  if (NO_XML_CHARACTER.test(text)) throw new RangeError('a character that XML cannot hold')
  return text.replace(/[&<>]/g, (letter) => ESCAPES[letter] ?? letter)
}

function fromNode(node: unknown, depth: number): Xml2Value | undefined {
  if (depth > MAX_DEPTH) throw new NotXml2('too deep')
  if (typeof node === 'string') return node.trim() === '' ? undefined : node
  if (Array.isArray(node)) throw new NotXml2('an element twice')
  if (!isNode(node)) throw new NotXml2('another form')
  const children = Object.entries(node).filter(([part]) => part !== TYPE && part !== TEXT)
  if (node[TYPE] === 'array') return arrayOf(children, depth)
  if (children.length === 0 && node[TYPE] !== 'record') {
    const text = typeof node[TEXT] === 'string' ? node[TEXT] : ''
    return text.trim() === '' ? undefined : text
  }
  return recordOf(children, depth)
}

function recordOf(children: readonly (readonly [string, unknown])[], depth: number): Xml2Record {
  const record: Xml2Record = Object.create(null) as Xml2Record
  for (const [part, child] of children) {
    const value = fromNode(child, depth + 1)
    if (value !== undefined) record[part] = value
  }
  return record
}

function arrayOf(children: readonly (readonly [string, unknown])[], depth: number): Xml2Record[] {
  const [only, ...others] = children
  if (only === undefined) return []
  const [part, held] = only
  if (others.length > 0 || !part.endsWith('_child')) throw new NotXml2('an array of another kind')
  const records = [held].flat().map((child) => {
    const value = fromNode(child, depth + 1) ?? {}
    if (typeof value === 'string' || Array.isArray(value)) throw new NotXml2('an array of texts')
    return value
  })
  const last = records.findLastIndex((record) => Object.keys(record).length > 0)
  return records.slice(0, last + 1)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text of a record, empty where it is missing. */
export function textOf(record: Xml2Record | undefined, name: string): string {
  const value = record?.[name]
  return typeof value === 'string' ? value : ''
}

/** A record inside a record; undefined where it is missing. */
export function partOf(record: Xml2Record | undefined, name: string): Xml2Record | undefined {
  const value = record?.[name]
  return typeof value === 'object' && !Array.isArray(value) ? value : undefined
}

/** The records of an array; none where it is missing. */
export function listOf(record: Xml2Record | undefined, name: string): Xml2Record[] {
  const value = record?.[name]
  return Array.isArray(value) ? value : []
}
