/** What a tablet captures and saves, of every kind; whose page saves it, the schedule says. */
import type { Envelope } from '../../../api/wire'
import type { CardImage } from '../../../domain/card-image'
import type { CardlessEvidence, CheckStatement } from '../../../domain/check'
import { dayInJapan } from '../../../domain/days'
import { createCheckId } from '../../../domain/ids'
import { birthdateOf } from '../../../server/authority/sandbox/person-facts'
import { closeClaim } from '../../../src/sync/close-claim'
import { randomBytes } from '../../../src/sync/clock'
import type { TazuneDb } from '../../../src/sync/db'
import { createEnvelope } from '../../../src/sync/envelope'
import { stopWaiting, withdraw } from '../../../src/sync/moves'
import { saveCheck } from '../../../src/sync/outbox'
import type { DeviceKeys, DeviceProfile, SealedNote } from '../../../src/sync/schema'
import {
  declarationEvidence,
  documentEvidence,
  oralEvidence,
  REINQUIRY,
  sandboxPerson,
} from '../../support/cardless'
import { signByCard } from '../../support/device-client'
import type { CheckKind } from './schedule'

/** Known to the training facility, with numbers on file and a check by card. */
const KNOWN = 'disease-dialysis'
export const PEOPLE = ['valid-30', KNOWN].map(sandboxPerson)

export interface Tablet {
  capture(kind: CheckKind, now: number): Promise<Envelope>
  captureWithdrawal(checkId: string, now: number): Promise<Envelope>
  save(db: TazuneDb, envelope: Envelope, kind: CheckKind, now: number): Promise<void>
  /** Staff take a check back, wherever it stands. */
  takeBack(db: TazuneDb, id: string, now: number): Promise<void>
  closeClaim(db: TazuneDb, id: string, now: number): Promise<void>
}

export function createTablet(
  { deviceId, gatewayKey, facility }: DeviceProfile,
  keys: DeviceKeys,
  card: CardImage,
): Tablet {
  const parties = { deviceId, signingKey: keys.signing.privateKey, gatewayKey }
  const from = { facilityId: facility.id, deviceId, staffId: 'staff-1' }

  function payloadOf(kind: CheckKind, id: string, now: number) {
    const capturedAt = new Date(now).toISOString()
    const statement: CheckStatement = {
      ...{ v: 1, id, ...from, visitId: null, patientId: patientOf(kind) },
      ...{ setting: 'homeNursing', channel: 'homeConsent', capturedAt },
      consent: null,
    }
    if (kind !== 'cardSignature') {
      return {
        v: 1,
        statement: JSON.stringify(statement),
        evidence: evidenceOf(kind, now),
      } as const
    }
    const consent = {
      items: { diagnosis: true, medication: true, checkup: false, surgery: false },
      prescription: 'paper' as const,
      decidedBy: { kind: 'patient' as const },
      decidedAt: capturedAt,
    }
    return signByCard({ card }, { ...statement, consent }, null)
  }

  return {
    capture(kind, now) {
      const id = createCheckId(now, randomBytes)
      return createEnvelope(id, payloadOf(kind, id, now), parties)
    },
    captureWithdrawal(checkId, now) {
      const id = createCheckId(now, randomBytes)
      const withdrawal = {
        ...{ v: 1 as const, id, ...from, checkId, patientId: 'patient-1' },
        items: ['medication' as const],
        decidedBy: { kind: 'patient' as const },
        decidedAt: new Date(now).toISOString(),
        wording: 'consent-1',
      }
      return createEnvelope(id, withdrawal, parties)
    },
    save(db, envelope, kind, now) {
      const notes = [noteOf(`check:${envelope.id}`)]
      const nobody = kind === 'declaration' ? { kind } : {}
      return saveCheck(db, { envelope, deviceId, notes, challengeId: null, ...nobody }, now)
    },
    async takeBack(db, id, now) {
      const reason = noteOf(`reason:${id}`)
      if (!(await withdraw(db, id, reason, now))) await stopWaiting(db, id, reason, now)
    },
    closeClaim: (db, id, now) => closeClaim(db, id, [`kept:${id}`], now),
  }
}

/** Card and document are those of `valid-30`. */
function patientOf(kind: CheckKind): string {
  return kind === 'oral' || kind === 'reinquiry' ? `patient-${KNOWN}` : 'patient-1'
}

function evidenceOf(kind: CardlessEvidence['kind'], now: number): CardlessEvidence {
  switch (kind) {
    case 'document':
      return documentEvidence(now)
    case 'declaration':
      return declarationEvidence(now)
    case 'reinquiry':
      return REINQUIRY
    case 'oral':
      return oralEvidence(now, {
        numbers: { insurerNumber: '01139013', symbol: '13990001', number: '401', branch: '00' },
        birthdate: birthdateOf(sandboxPerson(KNOWN), dayInJapan(now)),
      })
  }
}

function noteOf(key: string): SealedNote {
  const empty = new Uint8Array(1)
  return { key, vaultId: 'v', iv: empty, ciphertext: empty }
}
