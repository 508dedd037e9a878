import type { XmlFaultKind } from '../../../xml/fault'

/** What is wrong with a file of the exchange folder, or cannot be written into one. Nothing of the content is in it. */
export type CodecFaultKind =
  | XmlFaultKind
  | 'encoding' // neither UTF-8 nor CP932
  | 'tooLarge'
  | 'zip' // not one readable XML file
  | 'password' // encrypted, and ours is missing or does not fit
  | 'notAMessage' // well-formed, and not what the interface sends
  | 'value' // a day, time or code that the interface does not have
  | 'unencodable' // a character that the encoding of requests lacks

export class CodecFault extends Error {
  override name = 'CodecFault'
  readonly kind: CodecFaultKind
  /** Which element or step, by our own word. */
  readonly where: string

  constructor(kind: CodecFaultKind, where: string, cause?: unknown) {
    super(`${kind} at ${where}`, cause === undefined ? undefined : { cause })
    this.kind = kind
    this.where = where
  }
}

/** The encoding of requests lacks a character of what was to be written. */
export function isUnencodable(fault: unknown): boolean {
  return fault instanceof CodecFault && fault.kind === 'unencodable'
}
