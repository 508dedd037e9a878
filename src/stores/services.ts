/**
 * What the stores ask of the rest of the app. The composition root (`real-services.ts`) builds it from src/sync and
 * src/nfc; tests provide their own. Nothing here throws for an expected fault: results are values.
 */
import type { EligibilityAnswer } from '../../domain/answer'
import type { CardImage } from '../../domain/card-image'
import type { CheckPayload } from '../../domain/check'
import type { ErrorCode } from '../../domain/errors'
import type { Result } from '../../domain/outcome'
import type { Visit } from '../../domain/visit'
import type { CardPort } from './card-port'
import type { ClaimsPort } from './claims-port'
import type { ConsentsPort } from './consents-port'
import type { FacePasscodePort } from './face-passcode-port'
import type { IdentityPort } from './identity-port'
import type { TagsPort } from './tag-port'
import type {
  Capability,
  CheckNote,
  CheckRow,
  Draft,
  EntryDraft,
  KeptForClaim,
  LineState,
  StaffOnDevice,
} from './view-types'

export type Phase = 'needsActivation' | 'needsStaff' | 'locked'

export interface DeviceInfo {
  phase: Phase
  deviceId: string | null
  facility: { id: string; name: string } | null
  mode: 'training' | 'production' | null
  staffDirectory: { id: string; name: string }[]
  /** The facility's マイナ在宅受付Web; null or absent: none was set. */
  officialWeb?: string | null
  /** Patients may prove who they are by デジタル認証アプリ; absent: not. */
  digitalIdentity?: boolean
  staffOnDevice: StaffOnDevice[]
  triesLeft: number
  /** Why the vault is gone, if it is. */
  erased: ErrorCode | null
  lockAfterMinutes: number
}

/** Who lets a colleague in: their own passcode, or null for their passkey. */
export interface StaffProof {
  staffId: string
  passcode: string | null
}

export interface DevicePort {
  load(): Promise<DeviceInfo>
  activate(code: string, deviceName: string): Promise<Result<DeviceInfo>>
  /** `proof` is null only for the first person, who makes the vault. */
  setUpPasscode(staffId: string, passcode: string, proof: StaffProof | null): Promise<Result<null>>
  setUpPasskey(staffId: string, proof: StaffProof | null): Promise<Result<null>>
  unlock(staffId: string, passcode: string): Promise<Result<null>>
  unlockWithPasskey(staffId: string): Promise<Result<null>>
  lock(): void
  erase(): Promise<void>
  capabilities(): Promise<Capability[]>
  storage(): Promise<{ usedBytes: number | null; quotaBytes: number | null; persisted: boolean }>
  requestPersistence(): Promise<boolean>
  /** Called when the vault was closed by itself: idle, erased, or by another tab. */
  onLocked(listener: (code: ErrorCode | null) => void): () => void
}

/** What the unlocked vault holds; every call resolves to nothing when it is locked. */
export interface RecordsPort {
  visits(): Promise<Visit[]>
  /** Fetches today's list; a failure leaves the old one. */
  refreshVisits(): Promise<Result<Visit[]>>
  draft(visitId: string | null): Promise<Draft | null>
  putDraft(draft: Draft): Promise<Result<null>>
  dropDraft(visitId: string | null): Promise<void>
  trainingCards(): Promise<CardImage[]>
  answer(id: string): Promise<EligibilityAnswer | null>
  /** What was kept of a check for its claim; null where nothing was, and after {@link SyncPort.closeClaim}. */
  keptForClaim(id: string): Promise<KeptForClaim | null>
  /** The same of every check there is, the first captured first; unreadable ones are left out. */
  allKept(): Promise<ReadonlyMap<string, KeptForClaim>>
  /** Of the last 24 hours, the latest written first; older ones are erased. */
  entryDrafts(): Promise<EntryDraft[]>
  /** Once its check is saved it does nothing: a draft written late must not come back. */
  putEntryDraft(draft: EntryDraft): Promise<Result<null>>
  dropEntryDraft(id: string): Promise<void>
}

export interface LineInfo {
  state: LineState
  lastSyncAt: number | null
}

export interface SyncPort {
  counts(): Promise<{ waiting: number; refused: number; awaiting: number; answered: number }>
  /** Newest first; `before` is the last id of the page before. */
  rows(before: string | null, limit: number): Promise<CheckRow[]>
  refusedRows(): Promise<CheckRow[]>
  /** Answers that leave something to do and that nobody has settled, newest first. */
  followUps(): Promise<{ row: CheckRow; answer: EligibilityAnswer }[]>
  /** Checks that wait for an act of the patient's longer than one takes who means to do it, the longest first. */
  overdueWaits(): Promise<CheckRow[]>
  row(id: string): Promise<CheckRow | null>
  sendNow(): Promise<void>
  /** Begins to fetch challenges for the visits without a line, and to send what still waits; shows in the line's state. */
  fetchAhead(): void
  /**
   * Seals, signs and commits; resolves ok only after the transaction is durable. The same transaction keeps `kept` and
   * drops the drafts of this check.
   */
  save(payload: CheckPayload, note: CheckNote, kept?: KeptForClaim): Promise<Result<null>>
  /**
   * The claim work of this check is done: erases what was kept for it and settles the row. A 申立書 is destroyed wherever
   * it stands, and the gateway is told to destroy its own, at once or when there is a line. Not to be undone.
   */
  closeClaim(id: string): Promise<Result<null>>
  reserveChallenge(checkId: string): Promise<{ id: string; challenge: string } | null>
  withdraw(id: string, reason: string): Promise<void>
  /** For a check that the gateway has: it is told, at once or when there is a line. An answer that is quicker is shown. */
  stopWaiting(id: string, reason: string): Promise<void>
  retry(id: string): Promise<void>
  settle(id: string): Promise<void>
  /** A refused envelope as it stands, for the administrator; sealed, so nothing can be read from it. */
  exportRefused(id: string): Promise<string>
  line(): LineInfo
  onLine(listener: (line: LineInfo) => void): () => void
  onChange(listener: () => void): () => void
}

export interface Services {
  device: DevicePort
  records: RecordsPort
  sync: SyncPort
  card: CardPort
  facePasscode: FacePasscodePort
  tags: TagsPort
  consents: ConsentsPort
  claims: ClaimsPort
  identity: IdentityPort
  /** ms since the epoch, corrected by the gateway's clock. */
  now: () => number
  /** A new check's id (UUIDv7); its time never goes back. */
  createId: () => string
  randomBytes: (length: number) => Uint8Array<ArrayBuffer>
}

let provided: Services | null = null

export function provideServices(services: Services): void {
  provided = services
}

export function useServices(): Services {
  if (!provided) throw new Error('provideServices() comes before the first store')
  return provided
}
