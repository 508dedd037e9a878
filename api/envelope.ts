/** The bytes of an envelope that both sides must build alike: what is signed and what the seal binds. */
import { utf8 } from './bytes'
import type { Envelope } from './wire'

/** The AAD of the seal: the ASCII of the header as it travels (base64url), never of a re-encoded object. */
export function envelopeAad(header: string): Uint8Array<ArrayBuffer> {
  return utf8(header)
}

/** What the device signs with ES256: the ASCII of `header.enc.ciphertext`. */
export function envelopeSigningInput(
  envelope: Pick<Envelope, 'header' | 'enc' | 'ciphertext'>,
): Uint8Array<ArrayBuffer> {
  return utf8(`${envelope.header}.${envelope.enc}.${envelope.ciphertext}`)
}

/** The AAD under which an answer is sealed to the device. */
export function answerAad(checkId: string): Uint8Array<ArrayBuffer> {
  return utf8(`answer:${checkId}`)
}

/** The AAD under which it is sealed why no answer will come to a check, or a withdrawal. */
export function noAnswerAad(id: string): Uint8Array<ArrayBuffer> {
  return utf8(`no-answer:${id}`)
}

/** The AAD under which a day's visits are sealed; `day` is `YYYY-MM-DD` in Japan. */
export function visitsAad(day: string): Uint8Array<ArrayBuffer> {
  return utf8(`visits:${day}`)
}

/** The AAD under which a day's consents are sealed; `day` is `YYYY-MM-DD` in Japan. */
export function consentsAad(day: string): Uint8Array<ArrayBuffer> {
  return utf8(`consents:${day}`)
}

/** The AAD under which a copy of medical information is sealed to the device. */
export function medicalAad(checkId: string): Uint8Array<ArrayBuffer> {
  return utf8(`medical:${checkId}`)
}

/** The AAD under which the training cards are sealed. */
export function trainingCardsAad(): Uint8Array<ArrayBuffer> {
  return utf8('cards')
}

/** The AAD under which what a tablet checks the 目視パスコード against is sealed. */
export function facePasscodeAad(): Uint8Array<ArrayBuffer> {
  return utf8('face-passcode')
}
