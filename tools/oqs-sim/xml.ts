/** The simulator's own XML, written and read without the adapter's: elements in any order, text with three escapes. */
import { encodeCp932, readRepertoire } from '../../domain/repertoire'
import type { Chance } from './chance'

/** Name, and text or elements; what is null or empty is left out. */
export type Element = readonly [string, string | number | null | readonly Element[]]

const LABELS = { 'utf-8': 'UTF-8', cp932: 'Shift_JIS' } as const
export type Encoding = keyof typeof LABELS

const ENCODING = /encoding="([^"]+)"/
const LEAF = /<([A-Za-z0-9]+)>([^<]*)<\/\1>/g
const repertoire = readRepertoire((bytes) => new TextDecoder('shift_jis').decode(bytes))

/** @param declared what its first line says of it */
export function writeXml(
  root: Element,
  chance: Chance,
  encoding: Encoding,
  declared: Encoding = encoding,
): Buffer {
  const text = `<?xml version="1.0" encoding="${LABELS[declared]}" standalone="no"?>\n${write(root, chance)}\n`
  if (encoding === 'utf-8') return Buffer.from(text)
  const encoded = encodeCp932(text, repertoire)
  if (!encoded.ok) throw new Error('a text that CP932 does not have; use dotted() before')
  return Buffer.from(encoded.bytes)
}

/** The text as it stands where it is registered in CP932: ● for what that lacks. */
export function dotted(text: string): string {
  return Array.from(text, (letter) => (repertoire.has(letter) ? letter : '●')).join('')
}

function write([name, content]: Element, chance: Chance): string {
  if (content === null || content === '') return ''
  if (typeof content !== 'object') {
    const text = String(content).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
    return `<${name}>${text}</${name}>`
  }
  const inner = chance.shuffle(content).map((each) => write(each, chance))
  return inner.join('') === '' ? '' : `<${name}>\n${inner.join('\n')}\n</${name}>`
}

/** The leaves of a request by name; of those that repeat, in their blocks. */
export interface ReadRequest {
  header: ReadonlyMap<string, string>
  blocks: readonly ReadonlyMap<string, string>[]
}

/** @throws Error for what is no request */
export function readRequest(bytes: Uint8Array): ReadRequest {
  const label = ENCODING.exec(Buffer.from(bytes.subarray(0, 100)).toString('latin1'))?.[1]
  const text = new TextDecoder(label, { fatal: true }).decode(bytes)
  const header = /<MessageHeader>(.*)<\/MessageHeader>/s.exec(text)?.[1]
  const body = /<MessageBody>(.*)<\/MessageBody>/s.exec(text)?.[1]
  if (header === undefined || body === undefined || !text.trimEnd().endsWith('</XmlMsg>')) {
    throw new Error('not a whole request')
  }
  const blocks = [
    ...body.matchAll(
      /<(QualificationConfirmSearchInfo|ReferenceNumberRegistrationInfo|ConsentCancellationInfo)>(.*?)<\/\1>/gs,
    ),
  ].map(([, , inner]) => leaves(inner ?? ''))
  return { header: leaves(header), blocks: blocks.length > 0 ? blocks : [leaves(body)] }
}

function leaves(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(LEAF)].map(([, name = '', value = '']) => [
      name,
      value.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&'),
    ]),
  )
}
