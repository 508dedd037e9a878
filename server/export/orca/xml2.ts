/**
 * ORCA's XML2: a tree whose elements bear a type (`string`, `record`, `array`), arrays with one `…_child` record each.
 * Written and read with every value a text; nothing else of XML is let in.
 */
import { escapeXml } from '../../xml/escape'
import { parseXml, type XmlNode } from '../../xml/parse-xml'

/** A record's values by name; an array is a list of records. */
export interface Xml2Record {
  [name: string]: Xml2Value
}
export type Xml2Value = string | Xml2Record | Xml2Record[]

/** The answer is no XML2: cut off, of another kind, or made to do harm. */
export class NotXml2 extends Error {
  override readonly name = 'NotXml2'
}

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
  const root = parse(bytes)
  const [node, ...others] = root.name === 'xmlio2' || root.name === 'data' ? root.children : []
  if (node?.name !== name || others.length > 0 || node.children.length === 0) {
    throw new NotXml2('another answer')
  }
  return recordOf(node)
}

function parse(bytes: Uint8Array): XmlNode {
  try {
    return parseXml(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new NotXml2('not UTF-8, or not well-formed', { cause })
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
  const escaped = escapeXml(text)
  if (escaped === null) throw new RangeError('a character that XML cannot hold')
  return escaped
}

/** undefined for what is empty. An array is told by its children: `X` holds `X_child` and nothing else. */
function valueOf(node: XmlNode): Xml2Value | undefined {
  const { name, text, children } = node
  if (children.length === 0) return text.trim() === '' ? undefined : text
  if (text !== '') throw new NotXml2('text beside elements')
  return children.some((child) => child.name === `${name}_child`) ? arrayOf(node) : recordOf(node)
}

function recordOf({ children }: XmlNode): Xml2Record {
  const record = Object.create(null) as Xml2Record
  const names = new Set<string>()
  for (const child of children) {
    if (names.has(child.name)) throw new NotXml2('an element twice')
    names.add(child.name)
    const value = valueOf(child)
    if (value !== undefined) record[child.name] = value
  }
  return record
}

function arrayOf({ name, children }: XmlNode): Xml2Record[] {
  const records = children.map((child) => {
    if (child.name !== `${name}_child`) throw new NotXml2('an array of two kinds')
    if (child.children.length === 0 && child.text.trim() !== '')
      throw new NotXml2('an array of texts')
    return recordOf(child)
  })
  const last = records.findLastIndex((record) => Object.keys(record).length > 0)
  return records.slice(0, last + 1)
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
