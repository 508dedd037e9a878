/** A result file: whose it is, how it ended, and what is in it. */
import { XmlFault } from '../../../xml/fault'
import { parseXml, type XmlNode } from '../../../xml/parse-xml'
import { wordOf, type Layout } from '../layout/layout'
import { decodeText, type OqsEncoding } from './encoding'
import { CodecFault } from './fault'
import { fieldsOf, type Fields } from './message'
import { DEFAULT_LIMITS, unpack, type ReadLimits } from './unpack'

/** Which exchange a result belongs to; its file name alone proves nothing. */
export interface ResultOwner {
  institutionCode: string
  fileIdentifier: string | null
  receptionNumber: string | null
}

export interface ResultMessage {
  owner: ResultOwner
  /** ISO 8601, UTC; null where the result does not say. */
  executedAt: string | null
  /** 処理結果区分; a result without one is not settled. */
  segment: 'done' | 'processing' | 'failed'
  errorCode: string | null
  errorMessage: string | null
  body: Fields | null
}

/**
 * The text of a result file, decoded and out of its archive: what is kept of it.
 * @throws CodecFault of any kind but `notAMessage`, `value`, `unencodable`
 */
export async function readText(
  bytes: Uint8Array,
  password: string | null,
  layout: Layout,
  limits: ReadLimits = DEFAULT_LIMITS,
): Promise<string> {
  const xml = await unpack(bytes, password, limits)
  return decodeText(xml, characterCodeOf(xml, layout))
}

/** Names and codes are ASCII, so they can be read before it is known what the rest is written in. */
function characterCodeOf(xml: Uint8Array, layout: Layout): OqsEncoding | undefined {
  const names = layout.elements.characterCode.names.map((name) => name.replaceAll('.', '\\.'))
  const element = new RegExp(`<(?:${names.join('|')})>\\s*([A-Za-z0-9]{1,10})\\s*<`)
  const code = element.exec(Buffer.from(xml).toString('latin1'))?.[1]
  return code === undefined ? undefined : wordOf(layout, 'characterCode', code)
}

/** @throws CodecFault `notWellFormed`, `forbidden`, `tooDeep`, `notAMessage` or `value` */
export function readMessage(text: string, layout: Layout): ResultMessage {
  const root = parse(text)
  if (!layout.elements.root.names.includes(root.name)) throw new CodecFault('notAMessage', 'root')
  const message = fieldsOf(root, layout)
  const header = message.child('header')
  if (header === null) throw new CodecFault('notAMessage', 'header')
  const segment = header.code('segmentOfResult', 'segment')
  const body = message.child('body')
  // The upload of a bulk inquiry is only known to answer with its 受付番号.
  const received = header.text('receptionNumber') ?? body?.text('receptionNumber') ?? null
  if (segment === null && received === null) throw new CodecFault('notAMessage', 'segmentOfResult')
  return {
    owner: {
      institutionCode: header.need('institutionCode'),
      fileIdentifier: header.text('fileIdentifier'),
      receptionNumber: received,
    },
    executedAt: header.time('executedAt'),
    segment: segment ?? 'done',
    errorCode: header.text('errorCode'),
    errorMessage: header.text('errorMessage'),
    body,
  }
}

function parse(text: string): XmlNode {
  try {
    return parseXml(text)
  } catch (cause) {
    throw cause instanceof XmlFault ? new CodecFault(cause.kind, cause.where, cause) : cause
  }
}
