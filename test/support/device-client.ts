/** A device as the gateway sees it, written apart from the app's own client so that the two check each other. */
import { constants, createHash, createPrivateKey, sign } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, SignJWT, type JWTPayload } from 'jose'
import * as v from 'valibot'
import { answerAad, envelopeAad, envelopeSigningInput, noAnswerAad } from '../../api/envelope'
import { fromUtf8, toBase64Url, utf8 } from '../../api/bytes'
import { importSealKey, seal, unseal } from '../../api/seal'
import {
  AccessResponse,
  ActivationResponse,
  AnswersResponse,
  BatchResponse,
  ChallengeResponse,
  PATHS,
  PublicJwk,
  WIRE_HEADER,
  type Challenge,
  type Envelope,
  type ItemResult,
  type SealedAnswer,
  type SealedNoAnswer,
} from '../../api/wire'
import type { EligibilityAnswer, NoAnswerNotice } from '../../domain/answer'
import type { CardImage } from '../../domain/card-image'
import {
  cardSigningInput,
  type CardSignatureEvidence,
  type CheckPayload,
  type CheckStatement,
} from '../../domain/check'
import { createCheckId } from '../../domain/ids'
import { ORIGIN, randomBytes } from './gateway'

const ES256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const

export interface DeviceKeyPairs {
  signing: CryptoKeyPair
  answering: CryptoKeyPair
}

/** A payload with a card's signature. */
export interface SignedPayload extends CheckPayload {
  evidence: CardSignatureEvidence
}

export interface CheckRequest {
  card: CardImage
  challenge?: Challenge | null
  statement?: Partial<CheckStatement>
  /** Changes the payload before it is sealed. */
  payload?: (payload: SignedPayload) => unknown
  /** Changes the statement's text after the card has signed it. */
  statementText?: (text: string) => string
}

export interface DeviceClientOptions {
  fetch: typeof fetch
  origin?: string
  now?: () => number
}

export type DeviceClient = Awaited<ReturnType<typeof activateDevice>>

/** Keys as a tablet makes them. */
export async function createDeviceKeyPairs(): Promise<DeviceKeyPairs> {
  return {
    signing: await crypto.subtle.generateKey(ES256, true, ['sign', 'verify']),
    answering: await crypto.subtle.generateKey(ECDH, true, ['deriveBits']),
  }
}

export async function publicJwk(key: CryptoKey): Promise<PublicJwk> {
  return v.parse(PublicJwk, await exportJWK(key))
}

/** Activates a device with a code and returns what it can do from then on. */
export async function activateDevice(code: string, options: DeviceClientOptions) {
  const { fetch, origin = ORIGIN, now = Date.now } = options
  const keys = await createDeviceKeyPairs()
  const signingJwk = await publicJwk(keys.signing.publicKey)
  const response = await post(PATHS.activate, {
    code,
    deviceName: 'タブレット1',
    signingKey: signingJwk,
    answerKey: await publicJwk(keys.answering.publicKey),
  })
  if (response.status !== 200) throw new Error(`activation refused: ${response.status}`)
  const activation = v.parse(ActivationResponse, await response.json())
  const { deviceId, gatewayKey } = activation
  const gatewayPublicKey = await importSealKey(gatewayKey.publicKey)
  const thumbprint = await calculateJwkThumbprint(signingJwk)
  let token: Promise<string> | undefined

  function post(path: string, body: unknown, headers: Record<string, string> = {}) {
    return fetch(origin + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', [WIRE_HEADER]: '1', ...headers },
      body: JSON.stringify(body),
    })
  }

  function signJwt(claims: JWTPayload, header: Record<string, unknown> = { alg: 'ES256' }) {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', ...header })
      .sign(keys.signing.privateKey)
  }

  function assertion(claims: JWTPayload = {}): Promise<string> {
    const iat = Math.floor(now() / 1000)
    return signJwt({
      iss: deviceId,
      sub: deviceId,
      aud: 'tazune-gateway',
      iat,
      exp: iat + 60,
      jti: toBase64Url(randomBytes(16)),
      ...claims,
    })
  }

  async function access(): Promise<AccessResponse> {
    const reply = await post(PATHS.access, { assertion: await assertion() })
    if (reply.status !== 200) throw new Error(`access refused: ${reply.status}`)
    const parsed = v.parse(AccessResponse, await reply.json())
    token = Promise.resolve(parsed.accessToken)
    return parsed
  }

  /** Requests at the same time share one token. */
  function currentToken(): Promise<string> {
    token ??= access().then(
      ({ accessToken }) => accessToken,
      (fault: unknown) => {
        // The gateway may have been killed under it: the next request asks again.
        token = undefined
        throw fault
      },
    )
    return token
  }

  async function proof(method: string, path: string, claims: JWTPayload = {}): Promise<string> {
    const bound = await currentToken()
    return signJwt(
      {
        htm: method,
        htu: origin + path.replace(/\?.*$/, ''),
        iat: Math.floor(now() / 1000),
        jti: toBase64Url(randomBytes(16)),
        ath: createHash('sha256').update(bound).digest('base64url'),
        ...claims,
      },
      { typ: 'dpop+jwt', jwk: signingJwk },
    )
  }

  /** Headers of an authorized request. */
  async function authorize(method: string, path: string): Promise<Record<string, string>> {
    const dpop = await proof(method, path)
    return { Authorization: `DPoP ${await currentToken()}`, DPoP: dpop, [WIRE_HEADER]: '1' }
  }

  async function request(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ) {
    const headers = await authorize(method, path)
    return fetch(origin + path, {
      method,
      headers: body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
  }

  async function fetchChallenges(count: number): Promise<Challenge[]> {
    const reply = await request('POST', PATHS.challenges, { count })
    return v.parse(ChallengeResponse, await reply.json()).challenges
  }

  function statementOf(overrides: Partial<CheckStatement> = {}): CheckStatement {
    const at = new Date(now()).toISOString()
    return {
      v: 1,
      id: createCheckId(now(), randomBytes),
      facilityId: activation.facility.id,
      deviceId,
      staffId: 'staff-1',
      visitId: null,
      patientId: 'patient-1',
      setting: 'homeNursing',
      channel: 'homeConsent',
      consent: {
        items: { diagnosis: true, medication: true, checkup: false, surgery: false },
        prescription: 'paper',
        decidedBy: { kind: 'patient' },
        decidedAt: at,
      },
      capturedAt: at,
      ...overrides,
    }
  }

  /** Seals and signs any content under a header; what a test changes, it changes here. */
  async function envelopeOf(
    id: string,
    content: unknown,
    header: Record<string, unknown> = {},
  ): Promise<Envelope> {
    const encoded = toBase64Url(
      utf8(JSON.stringify({ v: 1, id, deviceId, keyId: gatewayKey.id, ...header })),
    )
    const sealed = await seal(gatewayPublicKey, utf8(JSON.stringify(content)), envelopeAad(encoded))
    return signEnvelope({ id, header: encoded, ...sealed })
  }

  async function signEnvelope(unsigned: Omit<Envelope, 'signature'>): Promise<Envelope> {
    const signature = await crypto.subtle.sign(
      { name: 'ECDSA', hash: 'SHA-256' },
      keys.signing.privateKey,
      envelopeSigningInput(unsigned),
    )
    return { ...unsigned, signature: toBase64Url(new Uint8Array(signature)) }
  }

  /** A check as the app would send it. Without `challenge` one is fetched; with null there was none left. */
  async function createCheck(check: CheckRequest): Promise<Envelope> {
    const statement = statementOf(check.statement)
    const challenge =
      check.challenge === undefined ? (await fetchChallenges(1))[0] : check.challenge
    const payload = signByCard(check, statement, challenge ?? null)
    return envelopeOf(statement.id, check.payload ? check.payload(payload) : payload)
  }

  /** A check that no card signs. */
  async function createUnsigned(
    evidence: unknown,
    statement: Partial<CheckStatement> = {},
  ): Promise<Envelope> {
    const said = statementOf({ consent: null, ...statement })
    return envelopeOf(said.id, { v: 1, statement: JSON.stringify(said), evidence })
  }

  /** A check that was handed over to the official page. */
  function createHandOff(
    statement: Partial<CheckStatement> = {},
    evidence: unknown = { kind: 'officialApp' },
  ): Promise<Envelope> {
    return createUnsigned(evidence, statement)
  }

  /** A check whose patient is to prove who they are by デジタル認証アプリ. */
  function createIdentityCheck(statement: Partial<CheckStatement> = {}): Promise<Envelope> {
    const { consent } = statementOf()
    return createUnsigned({ kind: 'digitalIdentity' }, { consent, ...statement })
  }

  async function sendChecks(checks: readonly unknown[]): Promise<ItemResult[]> {
    const reply = await request('POST', PATHS.checks, { checks })
    if (reply.status !== 200) throw new Error(`batch refused: ${reply.status}`)
    return v.parse(BatchResponse, await reply.json()).results
  }

  async function fetchAnswers(after = 0, wait = 0, signal?: AbortSignal): Promise<AnswersResponse> {
    const path = `${PATHS.answers}?after=${after}&wait=${wait}`
    const reply = await request('GET', path, undefined, signal)
    return v.parse(AnswersResponse, await reply.json())
  }

  /** As {@link fetchAnswers}, and what will have no answer after that cursor of its own. */
  async function fetchUnanswered(
    unanswered = 0,
    { after = 0, wait = 0 } = {},
  ): Promise<AnswersResponse & Required<Pick<AnswersResponse, 'unanswered'>>> {
    const path = `${PATHS.answers}?after=${after}&wait=${wait}&unanswered=${unanswered}`
    const response = v.parse(AnswersResponse, await (await request('GET', path)).json())
    if (!response.unanswered) throw new Error('the gateway told nothing of the unanswered')
    return { ...response, unanswered: response.unanswered }
  }

  async function openSealed(sealed: SealedAnswer['sealed'], aad: Uint8Array): Promise<unknown> {
    return JSON.parse(fromUtf8(await unseal(keys.answering, sealed, aad)))
  }

  return {
    deviceId,
    activation,
    keys,
    thumbprint,
    post,
    signJwt,
    assertion,
    access,
    proof,
    authorize,
    request,
    fetchChallenges,
    statementOf,
    envelopeOf,
    signEnvelope,
    createCheck,
    createUnsigned,
    createHandOff,
    createIdentityCheck,
    sendChecks,
    fetchAnswers,
    fetchUnanswered,
    openSealed,
    async openAnswer(answer: SealedAnswer): Promise<EligibilityAnswer> {
      return (await openSealed(answer.sealed, answerAad(answer.id))) as EligibilityAnswer
    },
    async openNoAnswer({ id, sealed }: SealedNoAnswer): Promise<NoAnswerNotice> {
      return (await openSealed(sealed, noAnswerAad(id))) as NoAnswerNotice
    },
    /** The next request asks for a new token. */
    forgetToken() {
      token = undefined
    },
    /** Puts another token in place of its own. */
    useToken(other: string) {
      token = Promise.resolve(other)
    },
  }
}

/** What a card opened with its PIN gives for a statement. */
export function signByCard(
  check: Pick<CheckRequest, 'card' | 'statementText'>,
  statement: CheckStatement,
  challenge: Challenge | null,
): SignedPayload {
  const text = JSON.stringify(statement)
  const challengeText = challenge?.challenge ?? toBase64Url(randomBytes(32))
  const input = cardSigningInput(
    Buffer.from(challengeText, 'base64url'),
    createHash('sha256').update(text).digest(),
  )
  const key = createPrivateKey({ key: { ...check.card.privateKey }, format: 'jwk' })
  return {
    v: 1,
    statement: check.statementText ? check.statementText(text) : text,
    evidence: {
      kind: 'cardSignature',
      certificate: check.card.certificate,
      signature: toBase64Url(sign('sha256', input, { key, padding: constants.RSA_PKCS1_PADDING })),
      challengeId: challenge?.id ?? null,
      challenge: challengeText,
      cardExpiry: check.card.cardExpiry,
    },
  }
}
