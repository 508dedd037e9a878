/** 目視 from the card's chip to the opened answer: what the card gave, over HTTP, with nothing of ours in between. */
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toBase64Url, fromBase64Url } from '../../api/bytes'
import { matchesFacePasscode } from '../../api/face-passcode'
import { facePasscodeAad } from '../../api/envelope'
import { FacePasscodeCheck } from '../../api/wire'
import { wordingOn } from '../../domain/attestation'
import { cardSigningInput, type CardFaceEvidence, type CheckStatement } from '../../domain/check'
import { dayInJapan } from '../../domain/days'
import { readSurfaceCode } from '../../domain/surface-code'
import { readAnchors } from '../../server/checks/anchors'
import { listen, type Listening } from '../../server/cli/listen'
import { prepareFaceCheck, type FaceCheckOutcome } from '../../src/nfc/applications/face-check'
import type { SurfaceAnchors } from '../../src/nfc/applications/surface-trust'
import { createTrainingAnchors } from '../../src/nfc/emulator/surface-anchors'
import { layCard } from '../support/card-fixtures'
import { activateDevice, type DeviceClient } from '../support/device-client'
import { newPasscode, withFace } from '../support/face-check'
import { forgeCertificate, type FaceImage } from '../support/face-fixtures'
import {
  createTestGateway,
  ONE_PERSON,
  sharedRsaKeys,
  type TestGateway,
  type TestGatewayOptions,
} from '../support/gateway'
import { createCa } from '../support/pki'

type Verified = Extract<FaceCheckOutcome, { kind: 'verified' }>

interface Place {
  gateway: TestGateway
  server: Listening
  origin: string
}

const places: Place[] = []
afterAll(async () => {
  for (const { gateway, server } of places) {
    await server.close()
    await gateway.end()
  }
})

async function open(options: TestGatewayOptions = {}): Promise<Place> {
  const gateway = await createTestGateway({ people: ONE_PERSON, ...options })
  const server = await listen(gateway.app, '127.0.0.1', 0)
  const place = { gateway, server, origin: `http://127.0.0.1:${server.port}` }
  places.push(place)
  return place
}

/** Staff type what is printed; the chip gives its face and signs. */
async function readCard(
  card: FaceImage,
  anchors: SurfaceAnchors,
  input: Uint8Array,
): Promise<Verified> {
  const { code } = card.surface
  const typed = readSurfaceCode(
    { birthdate: code.slice(0, 6), expiryYear: code.slice(6, 10), securityCode: code.slice(10) },
    dayInJapan(Date.now()),
  )
  if (!typed.ok) throw new Error('not typed as printed')
  const { transport } = await layCard(card)
  const prepared = await prepareFaceCheck(transport, anchors)
  if (!prepared.ok) throw new Error(prepared.code)
  const digest = Uint8Array.from(createHash('sha256').update(input).digest())
  const outcome = await prepared.value.checkFace(typed.code, digest)
  if (outcome.kind !== 'verified') throw new Error(outcome.kind)
  return outcome
}

/** A check as a tablet makes it, from the statement to the sealed envelope. */
async function capture(device: DeviceClient, card: FaceImage, anchors: SurfaceAnchors) {
  const [challenge] = await device.fetchChallenges(1)
  const { facePasscode } = await device.access()
  if (!challenge || !facePasscode) throw new Error('nothing to capture with')
  const check = v.parse(FacePasscodeCheck, await device.openSealed(facePasscode, facePasscodeAad()))
  const statement: CheckStatement = device.statementOf()
  const text = JSON.stringify(statement)
  const input = cardSigningInput(
    fromBase64Url(challenge.challenge),
    createHash('sha256').update(text).digest(),
  )
  const { proof, face } = await readCard(card, anchors, input)
  const evidence: CardFaceEvidence = {
    kind: 'cardFace',
    certificate: toBase64Url(proof.certificate),
    keyGroup: toBase64Url(proof.keyGroup),
    textDigest: toBase64Url(proof.textDigest),
    photoDigest: toBase64Url(proof.photoDigest),
    faceSignature: toBase64Url(proof.faceSignature),
    signature: toBase64Url(proof.signature),
    challengeId: challenge.id,
    challenge: challenge.challenge,
    cardExpiry: face.unsignedExpiry,
    passcode: { id: check.id, digits: passcodes.get(check.id) ?? '' },
    attestation: {
      wording: wordingOn(dayInJapan(statement.capturedAt)).wording,
      attestedAt: new Date(Date.parse(statement.capturedAt) + 45_000).toISOString(),
    },
  }
  expect(await matchesFacePasscode(evidence.passcode.digits, check)).toBe(true)
  const payload = { v: 1, statement: text, evidence }
  return { face, payload, envelope: await device.envelopeOf(statement.id, payload) }
}

const passcodes = new Map<string, string>()

async function issue(gateway: TestGateway): Promise<void> {
  const { id, digits } = await newPasscode(gateway, Date.now())
  passcodes.set(id, digits)
}

describe('a face check on its whole way', () => {
  let place: Place
  let device: DeviceClient
  beforeAll(async () => {
    place = await open()
    await issue(place.gateway)
    const { origin } = place
    device = await activateDevice(await place.gateway.newCode(), { fetch, origin })
  })

  it('is read from the card, accepted over HTTP, asked once and answered sealed to the device', async () => {
    const { gateway } = place
    const card = withFace(gateway.card('valid-30'))
    const { envelope, payload } = await capture(device, card, createTrainingAnchors([card]))
    expect(await device.sendChecks([envelope])).toEqual([{ id: envelope.id, outcome: 'accepted' }])
    expect(await gateway.worker.runDue()).toBe(1)
    const { answers } = await device.fetchAnswers()
    const [sealed] = answers
    if (!sealed) throw new Error('no answer')
    const answer = await device.openAnswer(sealed)
    expect(answer).toMatchObject({
      checkId: envelope.id,
      validity: 'valid',
      identity: 'visual',
      assurance: 'challenge',
      certificate: null,
      coverages: [{ name: '見本　一郎' }],
    })
    expect(await gateway.sandbox.askedCounts()).toEqual(new Map([[envelope.id, 1]]))
    expect(JSON.stringify(payload).length).toBeLessThan(4_000)
  })

  it('carries no picture, no name and no address, even to the gateway', async () => {
    const card = withFace(place.gateway.card('valid-30'))
    const { face, payload } = await capture(device, card, createTrainingAnchors([card]))
    const sent = Buffer.from(JSON.stringify(payload))
    for (const picture of [face.photo, face.nameImage, face.addressImage]) {
      const middle = picture.subarray(picture.length >> 1, (picture.length >> 1) + 12)
      expect(picture.length).toBeGreaterThan(24)
      expect(sent.includes(toBase64Url(middle).slice(1, -1))).toBe(false)
    }
    expect(sent.includes(card.basicFour.name)).toBe(false)
    expect(sent.includes(card.basicFour.address)).toBe(false)
    expect(sent.includes(card.surface.code)).toBe(false)
  })
})

describe('a face check in production', () => {
  const real = async (card: FaceImage) => {
    const [ca] = await sharedRsaKeys(1)
    return forgeCertificate(card, { issuer: '5', subject: '5' }, ca)
  }
  const production: SurfaceAnchors = { set: 'production', keys: [] }

  async function openProduction(): Promise<{ place: Place; device: DeviceClient }> {
    const { certificate } = await createCa('JPKI')
    const place = await open({ mode: 'production', anchors: readAnchors([certificate]) })
    await issue(place.gateway)
    const { origin } = place
    const device = await activateDevice(await place.gateway.newCode(), { fetch, origin })
    return { place, device }
  }

  it('is never called proven while nobody vouches for the issuer', async () => {
    const { place, device } = await openProduction()
    const card = await real(withFace(place.gateway.card('valid-30')))
    const { envelope } = await capture(device, card, production)
    expect(await device.sendChecks([envelope])).toMatchObject([{ outcome: 'accepted' }])
    await place.gateway.worker.runDue()
    const [sealed] = (await device.fetchAnswers()).answers
    if (!sealed) throw new Error('no answer')
    expect(await device.openAnswer(sealed)).toMatchObject({
      identity: 'visual',
      assurance: 'faceUnproven',
    })
  })

  it('refuses the training card, which its tablet would have refused before: TZ-G15', async () => {
    const { place, device } = await openProduction()
    const card = withFace(place.gateway.card('valid-30'))
    const { envelope } = await capture(device, card, createTrainingAnchors([card]))
    expect(await device.sendChecks([envelope])).toMatchObject([{ code: 'TZ-G15' }])
    await expect(capture(device, card, production)).rejects.toThrow('refused')
  })
})
