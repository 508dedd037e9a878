/**
 * Whether a text is well-formed, before it is parsed: fast-xml-parser takes tags that do not match, and half a file must never
 * pass for a whole one. Names are ASCII, as in every interface that is read here.
 */
import { XmlFault } from './fault'

/** What OQS and ORCA are known to nest is seven deep. */
export const MAX_DEPTH = 24
/** XML 1.0 §2.2, and halves of surrogate pairs. */
export const NO_XML_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/u

const TAG =
  /<(\/?)([A-Za-z_][A-Za-z0-9_.:-]*)(?:\s+[A-Za-z_][A-Za-z0-9_.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(\/?)>/y

/** What begins with it ends with the other; nothing within counts. */
const PASSAGES = [
  ['<?', '?>'],
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
] as const

/** @throws XmlFault `forbidden` for any declaration (DTD), `tooDeep` or `notWellFormed` */
export function checkXml(text: string): void {
  if (NO_XML_CHARACTER.test(text)) throw new XmlFault('notWellFormed', 'character')
  const open: string[] = []
  let roots = 0
  let end = 0
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at)) {
    if (open.length === 0) refuseText(text.slice(end, at))
    const passed = passageEnd(text, at)
    if (passed !== null) {
      at = end = passed
      continue
    }
    if (text.startsWith('<!', at)) throw new XmlFault('forbidden', 'declaration')
    TAG.lastIndex = at
    const [tag = '', closes, name = '', empty] = TAG.exec(text) ?? []
    if (tag === '') throw new XmlFault('notWellFormed', 'tag')
    at = end = at + tag.length
    if (closes === '/') {
      if (open.pop() !== name || empty === '/') throw new XmlFault('notWellFormed', 'tag')
      continue
    }
    if (open.length === 0) roots += 1
    if (empty !== '/') open.push(name)
    if (open.length > MAX_DEPTH) throw new XmlFault('tooDeep', 'tag')
  }
  refuseText(text.slice(end))
  if (open.length > 0 || roots !== 1) throw new XmlFault('notWellFormed', 'root')
}

/** The parser drops it; a whole file has none there. */
function refuseText(outside: string): void {
  if (outside.trim() !== '') throw new XmlFault('notWellFormed', 'root')
}

function passageEnd(text: string, at: number): number | null {
  const passage = PASSAGES.find(([begin]) => text.startsWith(begin, at))
  if (passage === undefined) return null
  const [begin, end] = passage
  const found = text.indexOf(end, at + begin.length)
  if (found === -1) throw new XmlFault('notWellFormed', 'passage')
  return found + end.length
}
