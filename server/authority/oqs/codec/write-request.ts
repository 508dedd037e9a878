/** A request as bytes: elements by name in the layout's order, empty ones left out. */
import type { Day } from '../../../../domain/days'
import type { InsuredNumbers } from '../../../../domain/documents/document'
import { dayForInterface, insurerNumberForInterface } from '../../../../domain/interface-form'
import type { ElementKey } from '../layout/elements'
import { DOWNLOAD_REQUEST, type InterfaceKey } from '../layout/interfaces'
import type { Layout } from '../layout/layout'
import { escapeXml } from '../../../xml/escape'
import { encodeText, encodingLabel, type OqsEncoding } from './encoding'
import { CodecFault } from './fault'

export type Values = Readonly<Partial<Record<ElementKey, string | null>>>

/**
 * The request of a single interface, or the upload of a bulk one.
 * @param items one block each
 * @throws CodecFault `unencodable`
 */
export function writeRequest(
  layout: Layout,
  key: InterfaceKey,
  header: Values,
  items: readonly Values[],
  encoding: OqsEncoding,
): Uint8Array<ArrayBuffer> {
  const { header: headerKeys, block, body } = layout.interfaces[key]
  const blocks = items.map((item) => element(layout, block, elements(layout, body, item)))
  return writeMessage(layout, elements(layout, headerKeys, header), blocks.join(''), encoding)
}

/** Asks for the results of a 受付番号. */
export function writeDownload(
  layout: Layout,
  institutionCode: string,
  receptionNumber: string,
  encoding: OqsEncoding,
): Uint8Array<ArrayBuffer> {
  const header = elements(layout, DOWNLOAD_REQUEST.header, { institutionCode })
  const body = elements(layout, DOWNLOAD_REQUEST.body, { receptionNumber })
  return writeMessage(layout, header, body, encoding)
}

/** By whose numbers is asked, in the interface's form (R71). */
export function personValues(numbers: InsuredNumbers, birthdate: Day): Values {
  return { ...numberValues(numbers), birthdate: dayForInterface(birthdate) }
}

export function numberValues({ insurerNumber, symbol, number, branch }: InsuredNumbers): Values {
  return {
    insurerNumber: insurerNumberForInterface(insurerNumber),
    symbol,
    number,
    branch,
  }
}

function writeMessage(
  layout: Layout,
  header: string,
  body: string,
  encoding: OqsEncoding,
): Uint8Array<ArrayBuffer> {
  const declaration = `<?xml version="1.0" encoding="${encodingLabel(encoding)}" standalone="no"?>\n`
  const message = element(
    layout,
    'root',
    element(layout, 'header', header) + element(layout, 'body', body),
  )
  return encodeText(`${declaration}${message}\n`, encoding)
}

function elements(layout: Layout, keys: readonly ElementKey[], values: Values): string {
  return keys
    .map((key) => {
      const value = values[key] ?? ''
      return value === '' ? '' : element(layout, key, escape(value))
    })
    .join('')
}

function element(layout: Layout, key: ElementKey, inner: string): string {
  const [name] = layout.elements[key].names
  return `<${name}>${inner}</${name}>`
}

function escape(value: string): string {
  const escaped = escapeXml(value)
  if (escaped === null) throw new CodecFault('unencodable', 'request')
  return escaped
}
