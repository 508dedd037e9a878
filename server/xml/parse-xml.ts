/** XML as a tree of names and text: no attributes, no DTD, no entities but XML's own, no guessing of numbers. */
import { XMLParser } from 'fast-xml-parser'
import { checkXml, MAX_DEPTH, NO_XML_CHARACTER } from './check-xml'
import { XmlFault } from './fault'

export interface XmlNode {
  readonly name: string
  /** Without the blanks around it where there are child elements. */
  readonly text: string
  readonly children: readonly XmlNode[]
}

const TEXT = '#text'
const CDATA = '#cdata'
const REFERENCE = /&([^;&<\s]{0,10});|&/g
const CODE_POINT = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/
const NAMED = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: CDATA,
  textNodeName: TEXT,
  maxNestedTags: MAX_DEPTH,
  strictReservedNames: false,
})

/** @throws XmlFault `forbidden`, `tooDeep` or `notWellFormed` */
export function parseXml(text: string): XmlNode {
  checkXml(text)
  const roots = toNodes(parse(text))
  const [root, ...others] = roots.children
  if (root === undefined || others.length > 0 || roots.text.trim() !== '') {
    throw new XmlFault('notWellFormed', 'root')
  }
  return root
}

function parse(text: string): unknown {
  try {
    return parser.parse(text)
  } catch (cause) {
    throw new XmlFault('notWellFormed', 'file', cause)
  }
}

/** From the parser's list of objects with one name each. */
function toNodes(list: unknown): { text: string; children: XmlNode[] } {
  if (!Array.isArray(list)) throw new XmlFault('notWellFormed', 'file')
  const children: XmlNode[] = []
  let text = ''
  for (const entry of list as unknown[]) {
    const [name, value] = nameAndValue(entry)
    if (name === TEXT) text += decodeReferences(String(value))
    else if (name === CDATA) text += cdataText(value)
    else {
      const inner = toNodes(value)
      const isLeaf = inner.children.length === 0
      children.push({
        name,
        text: isLeaf ? inner.text : inner.text.trim(),
        children: inner.children,
      })
    }
  }
  return { text, children }
}

function nameAndValue(entry: unknown): [string, unknown] {
  const named = Object.entries(entry ?? {}).find(([name]) => name !== ':@')
  if (named === undefined) throw new XmlFault('notWellFormed', 'file')
  return named
}

function cdataText(value: unknown): string {
  const [inner] = Array.isArray(value) ? (value as unknown[]) : []
  return inner === undefined ? '' : String(nameAndValue(inner)[1])
}

/** Each is replaced once, so nothing can grow. */
function decodeReferences(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(REFERENCE, (_whole, name: string | undefined) => {
    if (name === undefined) throw new XmlFault('notWellFormed', 'text')
    const named = NAMED.get(name)
    if (named !== undefined) return named
    const [, hex, decimal] = CODE_POINT.exec(name) ?? []
    const code = hex === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hex, 16)
    if (!isCodePoint(code)) throw new XmlFault('forbidden', 'entity')
    return String.fromCodePoint(code)
  })
}

function isCodePoint(code: number): boolean {
  return code <= 0x10_ffff && !NO_XML_CHARACTER.test(String.fromCodePoint(code))
}
