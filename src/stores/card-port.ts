/** What the stores ask of src/nfc: a reader that is chosen once, and one card check at a time. */
import type { CardImage } from '../../domain/card-image'
import type { CardFaceEvidence } from '../../domain/check'
import type { ErrorCode } from '../../domain/errors'
import type { Result } from '../../domain/outcome'
import type { ReaderKeys } from './reader-keys'
import type { CardStage, ReaderState } from './view-types'

export interface ReaderInfo {
  /** The browser has Web Bluetooth and an adapter; an adapter may be switched on at any time. */
  bluetoothAvailable: boolean
  /** This computer may run the PC/SC bridge (連携ソフト); whether it does shows when it is asked. */
  bridgeAvailable: boolean
  state: ReaderState
  kind: 'acr1255' | 'bridge' | 'ccid' | 'training' | null
  name: string
  battery: number | null
  cardPresent: boolean | null
  /** The training card that lies on the training reader. */
  trainingCard: string | null
}

/** What is known of the card before the patient types (R10, R20–R24). */
export interface PreparedCard {
  /** DER, base64url. */
  certificate: string
  /** `YYYY-MM-DD` in Japan. */
  certificateLastDay: string
  cardExpiry: string | null
  triesLeft: number
}

export type SignOutcome =
  | { kind: 'signed'; signature: string }
  | { kind: 'wrongPin'; triesLeft: number }
  /** Contact was lost inside VERIFY: the counter must be read again before anything else. */
  | { kind: 'unknown'; code: ErrorCode }
  | { kind: 'refused'; code: ErrorCode }

/** What is known of the card before the code of its face is presented (R10, R20–R24). */
export interface PreparedFace {
  /** Of ten. */
  triesLeft: number
  /** DER, base64url: tells one card from another; null where it has none. */
  certificate: string | null
  /** `YYYY-MM-DD` in Japan; null where the card does not tell. */
  certificateLastDay: string | null
  cardExpiry: string | null
}

/**
 * The card's own face while it is compared with the person. Frozen, so that no store makes a proxy of it, and held
 * nowhere else: `forget` ends it.
 */
export interface SeenFace {
  readonly birthdate: string
  /** 1 男, 2 女, 9 not applicable, 0 not known. */
  readonly sex: '0' | '1' | '2' | '9'
  /** 氏名 and 住所 as printed, PNG. */
  readonly nameImage: Uint8Array
  readonly addressImage: Uint8Array
  /** `YYYY-MM-DD`; outside the issuer's signature. */
  readonly unsignedExpiry: string | null
  /** `noAnchor`: nobody vouches for the issuer; to be said, never hidden. */
  readonly issuer: 'trusted' | 'noAnchor'
  readonly drawPhoto: (canvas: HTMLCanvasElement) => void
  /** Wipes photo, name and address. */
  readonly forget: () => void
}

/** What another party needs to verify it all again, base64url. */
export type FaceProofText = Pick<
  CardFaceEvidence,
  'certificate' | 'keyGroup' | 'textDigest' | 'photoDigest' | 'faceSignature' | 'signature'
>

export interface FaceTry {
  lastTryConfirmed: boolean
  onStage: (stage: CardStage, progress: number) => void
  /** Ends it before the next command, and with it what was read. */
  signal: AbortSignal
}

export type FaceOutcome =
  | { kind: 'verified'; face: SeenFace; proof: FaceProofText }
  | { kind: 'wrongCode'; triesLeft: number }
  /** Contact was lost inside VERIFY: the counter must be read again before anything else. */
  | { kind: 'unknown'; code: ErrorCode }
  | { kind: 'refused'; code: ErrorCode }

export interface CardPort {
  /** The key of the facility's readers, used from the next connection on. */
  readonly readerKeys: ReaderKeys
  reader(): ReaderInfo
  onReader(listener: (reader: ReaderInfo) => void): () => void
  /** Looks again whether there is an adapter; not every browser tells when one is switched on. */
  lookForBluetooth(): Promise<void>
  connectBluetooth(): Promise<Result<null>>
  /** The readers of this computer, through the bridge; `TZ-B03` when this browser must be paired with it first. */
  connectBridge(): Promise<Result<null>>
  /** Pairs by the code that stands in the bridge's window, then connects. */
  pairBridge(code: string): Promise<Result<null>>
  useTrainingCard(card: CardImage): Promise<Result<null>>
  liftTrainingCard(): void
  disconnect(): Promise<void>
  /** Reads certificate, expiry and tries; nothing is presented to the card. */
  prepare(
    onStage: (stage: CardStage, progress: number) => void,
    signal: AbortSignal,
  ): Promise<Result<PreparedCard>>
  /** VERIFY once, then sign the SHA-256 of `input`; `pin` is zeroed whatever happens. */
  sign(
    pin: Uint8Array,
    input: Uint8Array<ArrayBuffer>,
    lastTryConfirmed: boolean,
    onStage: (stage: CardStage, progress: number) => void,
  ): Promise<SignOutcome>
  /** Reads the dates and the tries of 照合番号B; nothing is presented to the card. */
  prepareFace(
    onStage: (stage: CardStage, progress: number) => void,
    signal: AbortSignal,
  ): Promise<Result<PreparedFace>>
  /**
   * Presents 照合番号B (14 ASCII digits) once, reads and proves the face, has the card sign the SHA-256 of `input`; `code`
   * is zeroed whatever happens.
   */
  checkFace(code: Uint8Array, input: Uint8Array<ArrayBuffer>, how: FaceTry): Promise<FaceOutcome>
  /** Powers the card off; what was prepared is forgotten. */
  release(): Promise<void>
}
