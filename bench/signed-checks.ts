/** Checks as a training card signed them: what the gateway will truly have to verify. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CardImage } from '../domain/card-image'
import type { CheckStatement } from '../domain/check'
import { createCheckId } from '../domain/ids'
import { signByCard } from '../test/support/device-client'
import { randomBytes } from '../test/support/gateway'
import type { SignedCheck } from './page'

export interface Signer {
  deviceId: string
  facilityId: string
  cards: CardImage[]
}

/** The cards that a check can pass with. @param data the gateway's data folder */
export function readGoodCards(data: string): CardImage[] {
  const images = JSON.parse(readFileSync(join(data, 'training-cards.json'), 'utf8')) as CardImage[]
  const good = images.filter(({ personaId }) => personaId.startsWith('valid-'))
  if (good.length === 0) throw new Error('the data folder has no valid training card')
  return good
}

let lastIdMs = 0

/** One check of a nurse on her round; no challenge of the gateway is left, as late on an offline day. */
export function signCheck({ deviceId, facilityId, cards }: Signer, number: number): SignedCheck {
  const card = cards[number % cards.length]
  if (card === undefined) throw new Error('no card')
  lastIdMs = Math.max(lastIdMs + 1, Date.now())
  const capturedAt = new Date().toISOString()
  const statement: CheckStatement = {
    v: 1,
    id: createCheckId(lastIdMs, randomBytes),
    facilityId,
    deviceId,
    staffId: 'staff-1',
    visitId: `visit-${number}`,
    patientId: `patient-${number % 400}`,
    setting: 'homeNursing',
    channel: 'homeConsent',
    consent: {
      items: { diagnosis: true, medication: true, checkup: true, surgery: false },
      prescription: 'paper',
      decidedBy: { kind: 'patient' },
      decidedAt: capturedAt,
    },
    capturedAt,
  }
  return {
    payload: signByCard({ card }, statement, null),
    note: {
      v: 1,
      id: statement.id,
      visitId: statement.visitId,
      name: card.basicFour.name,
      nameKana: null,
      setting: statement.setting,
      staffName: '訓練　看護師',
      capturedAt,
      withChallenge: false,
      certificateLastDay: null,
    },
  }
}
