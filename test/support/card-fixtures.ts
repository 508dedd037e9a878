/** Cards for tests: one CA and two keys per test file, issued to whoever the test needs. */
import type { CertificateState } from '../../domain/answer'
import type { CardImage, RsaPrivateJwk, SurfaceImage } from '../../domain/card-image'
import {
  certificateDays,
  createCardKeys,
  createEmulatorCa,
  issueCard,
  type CardHolder,
  type CertificateDays,
  type EmulatorCa,
} from '../../server/authority/sandbox/card-issuer'
import { issueSurface, type SurfaceIssuer } from '../../server/authority/sandbox/surface-issuer'
import {
  createSoftwareCard,
  type SoftwareCard,
  type SoftwareCardKnobs,
} from '../../src/nfc/emulator/software-card'
import {
  createTrainingTransport,
  type TrainingTransport,
} from '../../src/nfc/emulator/training-transport'
import { recordTransport, type RecordedTransport } from './card-transport'

/** The day the issued dates are relative to. */
export const CARD_TODAY = '2026-11-21'

export const CARD_PIN = '1234'

export const CARD_HOLDER: CardHolder = {
  personaId: 'valid-30',
  label: '訓練 一郎(3割)',
  pin: CARD_PIN,
  triesLeft: 3,
  basicFour: {
    name: '訓練　一郎',
    address: '東京都新宿区架空町一丁目２番３号',
    birthdate: '1980-02-17',
    sex: '1',
  },
  cardExpiry: '2030-02-17',
  municipality: '13104',
  kind: 'mynumber',
}

export interface CardPki {
  ca: EmulatorCa
  keys: readonly RsaPrivateJwk[]
}

let pki: Promise<CardPki> | null = null

let surfaceKeys: Promise<readonly RsaPrivateJwk[]> | null = null

/** Issuer's CA, issuer's signer, the card's own: made once for each test file that looks at faces. */
export async function surfacePki(): Promise<SurfaceIssuer & { card: RsaPrivateJwk }> {
  const [ca, signer, card] = await (surfaceKeys ??= createCardKeys(3))
  if (!ca || !signer || !card) throw new Error('the pool holds three keys')
  return { ca, signer, card }
}

/** A card with a face. */
export async function issueFaceCard(
  holder: Partial<CardHolder> & { hasPhoto?: boolean } = {},
): Promise<CardImage & { surface: SurfaceImage }> {
  const { hasPhoto = true, ...rest } = holder
  const { ca, signer, card } = await surfacePki()
  const persona = { ...CARD_HOLDER, ...rest }
  const surface = issueSurface({ ...persona, hasPhoto }, { ca, signer }, card)
  return { ...(await issueTestCard({ holder: rest })), surface }
}

/** Three RSA keys, made once: the CA's and two that all cards of a test file share. */
export function cardPki(): Promise<CardPki> {
  pki ??= createCardKeys(3).then(async ([caKey, ...keys]) => ({
    ca: await createEmulatorCa(caKey && { key: caKey }),
    keys,
  }))
  return pki
}

export interface TestCardRequest {
  holder?: Partial<CardHolder>
  state?: CertificateState
  days?: CertificateDays
  /** Which of the shared keys. */
  key?: 0 | 1
}

export async function issueTestCard(request: TestCardRequest = {}): Promise<CardImage> {
  const { ca, keys } = await cardPki()
  const key = keys[request.key ?? 0]
  if (!key) throw new Error('the pool holds two keys')
  const days = request.days ?? certificateDays(request.state ?? 'valid', CARD_TODAY)
  return issueCard({ persona: { ...CARD_HOLDER, ...request.holder }, ca, key, ...days })
}

export interface LaidCard {
  image: CardImage
  card: SoftwareCard
  reader: TrainingTransport
  /** The reader, with everything that goes through it counted. */
  transport: RecordedTransport
}

/** A card that lies on a connected training reader. */
export async function layCard(image: CardImage, knobs: SoftwareCardKnobs = {}): Promise<LaidCard> {
  const card = createSoftwareCard(image, knobs)
  const reader = createTrainingTransport(card)
  await reader.connect()
  return { image, card, reader, transport: recordTransport(reader) }
}

/** Fresh bytes of a typed PIN. */
export function typedPin(digits = CARD_PIN): Uint8Array {
  return Uint8Array.from(digits, (digit) => digit.charCodeAt(0))
}

export function certificateBytes(image: CardImage): Uint8Array {
  return Uint8Array.from(Buffer.from(image.certificate, 'base64url'))
}
