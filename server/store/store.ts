/**
 * What the gateway keeps. Everything is asynchronous and speaks of rows and verdicts, never of SQL;
 * SQLite (one machine) and PostgreSQL (several gateways) both stand behind it, and test/server/store holds for each.
 * What belongs to a facility is found under that facility only (docs/adr/0027).
 * Times are milliseconds since the epoch. A promise that resolved has been committed durably.
 */
import type { ExchangeJournal } from '../authority/oqs/journal'
import type { AuditStore } from './audit-store'
import type { CheckStore, PatientStore, WithdrawalStore } from './check-store'
import type { ConsentStore, MedicalStore } from './consent-store'
import type {
  ChallengeStore,
  DeviceStore,
  FacePasscodeStore,
  FacilityStore,
  ReplayStore,
} from './device-store'
import type { ExportStore } from './export-store'
import type { FiguresStore } from './figures-store'
import type { IdentityStore } from './identity-store'
import type { MorningStore } from './morning-store'
import type { PauseStore } from './pause-store'
import type { OperationStore, RetentionStore } from './operation-store'
import type { PeopleStore } from './people-store'
import type { RosterStore } from './roster-store'
import type { TagStore } from './tag-store'
import type { AnswerStore, WorkStore } from './work-store'

export type * from './audit-store'
export type * from './check-store'
export type * from './consent-store'
export type * from './device-store'
export type * from './export-store'
export type * from './identity-store'
export type * from './morning-store'
export type * from './pause-store'
export type * from './operation-store'
export type * from './people-store'
export type * from './roster-store'
export type * from './tag-store'
export type * from './work-store'

export interface Store {
  facilities: FacilityStore
  devices: DeviceStore
  facePasscodes: FacePasscodeStore
  replays: ReplayStore
  challenges: ChallengeStore
  checks: CheckStore
  withdrawals: WithdrawalStore
  work: WorkStore
  pauses: PauseStore
  answers: AnswerStore
  consents: ConsentStore
  patients: PatientStore
  medical: MedicalStore
  tags: TagStore
  roster: RosterStore
  mornings: MorningStore
  identity: IdentityStore
  operation: OperationStore
  retention: RetentionStore
  people: PeopleStore
  audit: AuditStore
  figures: FiguresStore
  exports: ExportStore
  /** What was put into the exchange folders, and what came back. */
  exchanges: ExchangeJournal
  close(): Promise<void>
}
