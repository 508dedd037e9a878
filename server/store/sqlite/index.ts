import type { Store } from '../store'
import { createChallengeStore, createCheckStore } from './checks'
import { createConsentStore } from './consents'
import { openDatabase } from './database'
import { createDeviceStore, createFacilityStore, createReplayStore } from './devices'
import { createIdentityStore } from './identity'
import { GATEWAY_MIGRATIONS } from './migrations'
import { createFacePasscodeStore } from './face-passcodes'
import { createMedicalStore } from './medical'
import { createPatientStore } from './patients'
import { createTagStore } from './tags'
import { createWithdrawalStore } from './withdrawals'
import { createAnswerStore, createWorkStore } from './work'

/** Opens the gateway's store in one file. @param path a file, or `:memory:` */
export function openSqliteStore(path: string): Store {
  const database = openDatabase(path, GATEWAY_MIGRATIONS)
  return {
    facilities: createFacilityStore(database),
    devices: createDeviceStore(database),
    facePasscodes: createFacePasscodeStore(database),
    replays: createReplayStore(database),
    challenges: createChallengeStore(database),
    checks: createCheckStore(database),
    withdrawals: createWithdrawalStore(database),
    work: createWorkStore(database),
    answers: createAnswerStore(database),
    consents: createConsentStore(database),
    patients: createPatientStore(database),
    medical: createMedicalStore(database),
    tags: createTagStore(database),
    identity: createIdentityStore(database),
    close: () => Promise.resolve().then(() => database.close()),
  }
}
