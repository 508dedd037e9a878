/** What the tablet reads from 券面事項確認: the face, who signed it, and the photo in it. */
import { prepareFaceCheck } from '../../../src/nfc/applications/face-check'
import { parseFace } from '../../../src/nfc/applications/surface-face'
import {
  parseSurfaceKey,
  verifySurfaceSignature,
} from '../../../src/nfc/applications/surface-signature'
import { parseSurfaceCertificate } from '../../../src/nfc/applications/surface-trust'
import { readPhotoHeader } from '../../../src/nfc/photo/jp2'
import { TransportError } from '../../../src/nfc/transport'
import { createScriptedTransport } from '../../../test/support/card-transport'
import { typedCode } from '../../../test/support/face-fixtures'
import type { FuzzTarget } from '../target'
import type { FaceSamples } from './face-samples'
import { joinMessages, splitMessages } from './messages'
import { expect, ofHex } from './samples'

const OK = ofHex('9000')
const CODE = '55021720300000'
const MAX_PIXELS = 1024 * 1024

export function faceTargets(samples: FaceSamples): FuzzTarget[] {
  const { faces, certificate, photos, signer, digests, faceSignature } = samples
  return [
    {
      name: 'photo-header',
      corpus: photos,
      tokens: ['jp2c', 'jp2h', '\0\0\0\0', '\0\0\0\u0001', '\xffO\xffQ', '\0\0\u0004\u0001'].map(
        (text) => Buffer.from(text, 'latin1'),
      ),
      eat: (input) => {
        const read = readPhotoHeader(input)
        if (!read.ok) return false
        const { width, height } = read.value
        expect(width > 0 && height > 0 && width * height <= MAX_PIXELS, 'a picture beyond bounds')
        return true
      },
    },
    {
      name: 'face-file',
      corpus: faces,
      tokens: ['DF21', 'DF24', 'DF27', 'DF28', '8200', '82FFFF', '9003010001', '91820100'].map(
        ofHex,
      ),
      eat: (input) => {
        const read = parseFace(input)
        if (!read.ok) {
          expect(read.code === 'TZ-C26' || read.code === 'TZ-C27', 'another code')
          return false
        }
        const { groups, signature } = read.value
        const used = groups.reduce((sum, { length }) => sum + length, signature.length)
        expect(used <= input.length, 'more is signed than was read')
        return true
      },
    },
    {
      name: 'face-certificate',
      corpus: [certificate],
      tokens: ['7F21', '5F4E', '5F37', '82', '9003010001', '91820100'].map(ofHex),
      eat: (input) => {
        const read = parseSurfaceCertificate(input)
        expect(read.ok || read.code === 'TZ-C26', 'another code')
        return read.ok
      },
    },
    {
      name: 'face-key',
      corpus: [samples.key],
      tokens: ['9003010001', '91820100', '82'].map(ofHex),
      eat: (input) => parseSurfaceKey(input) !== null,
    },
    {
      name: 'face-signature',
      corpus: [faceSignature],
      eat: (input) => {
        const isTaken = verifySurfaceSignature(signer, digests, input)
        expect(!isTaken || faceSignature.equals(input), 'a signature that the issuer never made')
        return isTaken
      },
    },
    {
      name: 'face-conversation',
      corpus: faces.map((face) => conversation(face, samples)),
      tokens: ['6100', '61FF', '6C00', '6A82', '6282', '63C0', '63C1', '6984', '9000'].map(
        (status) => joinMessages(ofHex(status)),
      ),
      eat: (input) => eatConversation(input, samples),
      // Each answer may be followed by one command more.
      allowance: (length) => 2_048 + 64 * length,
    },
  ]
}

/** As the card says it: application, code's file, tries, VERIFY, the face, the certificate, the card's signature. */
function conversation(face: Uint8Array, { certificate, ownSignature }: FaceSamples): Uint8Array {
  const answers = [OK, OK, ofHex('63CA'), OK]
  for (const file of [face, certificate]) {
    answers.push(OK)
    for (let at = 0; at < file.length; at += 256) {
      answers.push(Uint8Array.of(...file.subarray(at, at + 256), ...OK))
    }
  }
  return joinMessages(...answers, Uint8Array.of(...ownSignature, ...OK))
}

async function eatConversation(
  input: Uint8Array,
  { anchors, digest }: FaceSamples,
): Promise<boolean> {
  const answers = splitMessages(input, 258)
  let verifies = 0
  const transport = createScriptedTransport((command, index) => {
    if (command[1] === 0x20 && command.length > 4) verifies += 1
    const answer = answers[index]
    if (!answer) throw new TransportError('TZ-R08')
    return answer
  })
  const prepared = await prepareFaceCheck(transport, anchors)
  expect(verifies === 0, 'a code was presented')
  if (!prepared.ok) return false
  const code = typedCode(CODE)
  const outcome = await prepared.value.checkFace(code, digest)
  expect(verifies <= 1, 'a code was presented twice')
  expect(
    code.every((byte) => byte === 0),
    'the code was left in memory',
  )
  return outcome.kind === 'verified'
}
