/** What a tablet says a card's face to be, as the gateway proves it again. */
import { toBase64Url } from '../../../api/bytes'
import type { CardFaceEvidence } from '../../../domain/check'
import { createFaceJudge } from '../../../server/checks/card-face'
import type { FuzzTarget } from '../target'
import type { FaceSamples } from './face-samples'
import { joinMessages, splitMessages } from './messages'
import { expect, ofHex } from './samples'

const REFUSALS: readonly string[] = ['TZ-G16', 'TZ-G32', 'TZ-G33', 'TZ-G34', 'TZ-G35', 'TZ-G39']

export function gatewayFaceTargets(samples: FaceSamples): FuzzTarget[] {
  const judge = createFaceJudge('training', samples.anchors.keys)
  return [
    {
      name: 'gateway-face',
      corpus: [joinMessages(...partsOf(samples))],
      tokens: ['7F21', '5F4E', 'DF24', '9003010001', '91820100', '82'].map(ofHex),
      eat: (input) => {
        const judged = judge(toEvidence(splitMessages(input)), samples.signedInput)
        if (judged.ok) expect(judged.value === 'trusted', 'taken without an issuer')
        else expect(REFUSALS.includes(judged.code), 'another code')
        return judged.ok
      },
    },
  ]
}

/** A whole evidence, as it stands in a payload. */
export function sampleFaceEvidence(samples: FaceSamples): CardFaceEvidence {
  return toEvidence(partsOf(samples))
}

function partsOf(samples: FaceSamples): Uint8Array[] {
  const { certificate, keyGroup, digests, faceSignature, ownSignature } = samples
  return [certificate, keyGroup, ...digests.slice(1), faceSignature, ownSignature]
}

function toEvidence(parts: readonly Uint8Array[]): CardFaceEvidence {
  const [certificate = '', keyGroup = '', textDigest = '', photoDigest = '', ...signatures] =
    parts.map(toBase64Url)
  const [faceSignature = '', signature = ''] = signatures
  return {
    kind: 'cardFace',
    ...{ certificate, keyGroup, textDigest, photoDigest, faceSignature, signature },
    challengeId: null,
    challenge: toBase64Url(new Uint8Array(32)),
    cardExpiry: '2030-02-17',
    passcode: { id: 'passcode-1', digits: '0000' },
    attestation: { wording: 'face-1', attestedAt: '2026-11-21T01:06:00.000Z' },
  }
}
