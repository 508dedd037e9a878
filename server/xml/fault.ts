/** Why a text is not taken as XML. Nothing of its content is in it. */
export type XmlFaultKind =
  | 'notWellFormed'
  | 'forbidden' // a DTD, an entity that XML itself does not define
  | 'tooDeep'

export class XmlFault extends Error {
  override name = 'XmlFault'
  readonly kind: XmlFaultKind
  /** Which step, by our own word. */
  readonly where: string

  constructor(kind: XmlFaultKind, where: string, cause?: unknown) {
    super(`${kind} at ${where}`, cause === undefined ? undefined : { cause })
    this.kind = kind
    this.where = where
  }
}
