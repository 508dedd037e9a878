/** Names of files in the exchange folder: ours can be told from everybody else's, and no two are alike. */
import { randomBytes as nodeRandomBytes } from 'node:crypto'
import { dayInJapan } from '../../../../domain/days'
import { dayForInterface } from '../../../../domain/interface-form'
import type { RandomBytes } from '../../../../domain/ids'
import type { Layout } from '../layout/layout'
import type { ExchangeStep } from '../journal'
import type { InterfaceKey } from '../layout/interfaces'

export const ENDINGS = ['.xml', '.zip'] as const

/** A day and 80 random bits: other software is seen to use a day with a counter or a patient's number. */
const OWN_SUFFIX = /^[A-Za-z0-9]+res_\d{8}[0-9a-f]{20}$/
const SUFFIX_BYTES = 10
const IDENTIFIER_BYTES = 8

export const secureBytes: RandomBytes = (length) => Uint8Array.from(nodeRandomBytes(length))

/** Without its ending. Lower case, since the folder's file system may not tell cases apart. */
export function requestName(
  layout: Layout,
  kind: InterfaceKey,
  step: ExchangeStep,
  now: number,
  randomBytes: RandomBytes,
): string {
  const suffix = `${dayForInterface(dayInJapan(now))}${hex(randomBytes(SUFFIX_BYTES))}`
  return `${prefixOf(layout, kind, step)}req_${suffix}`
}

/** The result of a request: the same name with `res`. */
export function resultName(requestName: string): string {
  return requestName.replace(/req_(?=[^_]*$)/, 'res_')
}

/** The request whose result a file of `res` may be; null for what cannot be ours. */
export function requestOf(file: string): string | null {
  const ending = ENDINGS.find((each) => file.endsWith(each))
  if (ending === undefined) return null
  const name = file.slice(0, -ending.length)
  return OWN_SUFFIX.test(name) ? name.replace(/res_(?=[^_]*$)/, 'req_') : null
}

/** 16 characters, as long as the only one that was seen. */
export function newIdentifier(randomBytes: RandomBytes): string {
  return hex(randomBytes(IDENTIFIER_BYTES))
}

/** Facilities with one folder have one work folder: what lies there says whose it is. */
export function workName(
  requestName: string,
  institutionCode: string,
  randomBytes: RandomBytes,
): string {
  return `${requestName}.${institutionCode}.${newIdentifier(randomBytes)}.part`
}

export function isWorkOf(workFile: string, institutionCode: string): boolean {
  return workFile.includes(`.${institutionCode}.`)
}

function prefixOf(layout: Layout, kind: InterfaceKey, step: ExchangeStep): string {
  const about = layout.interfaces[kind]
  if (about.steps === 'single') return about.prefix
  return step === 'download' ? about.download : about.upload
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
