/** What is under the seal of a check: only the gateway opens it, so only the gateway has to know its form. */
import * as v from 'valibot'
import { FACE_PASSCODE } from '../domain/face-passcode'
import { CARDLESS_EVIDENCE } from './evidence'
import { base64Url, day, instant, shortText } from './wire'

export const Payload = v.object({
  v: v.literal(1),
  statement: v.pipe(v.string(), v.maxLength(4_000)),
  evidence: v.variant('kind', [
    v.object({ kind: v.literal('officialApp') }),
    v.object({ kind: v.literal('digitalIdentity') }),
    v.object({
      kind: v.literal('cardSignature'),
      certificate: base64Url(8_000),
      signature: base64Url(1_024),
      challengeId: v.nullable(shortText),
      challenge: base64Url(43),
      cardExpiry: v.nullable(day),
    }),
    v.object({
      kind: v.literal('cardFace'),
      certificate: base64Url(1_000),
      keyGroup: base64Url(600),
      textDigest: base64Url(43),
      photoDigest: base64Url(43),
      faceSignature: base64Url(342),
      signature: base64Url(342),
      challengeId: v.nullable(shortText),
      challenge: base64Url(43),
      cardExpiry: v.nullable(day),
      passcode: v.object({ id: shortText, digits: v.pipe(v.string(), v.regex(FACE_PASSCODE)) }),
      attestation: v.object({ wording: shortText, attestedAt: instant }),
    }),
    ...CARDLESS_EVIDENCE,
  ]),
})
