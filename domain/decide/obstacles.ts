/** What keeps a way from being open, as codes (R10, R11, R23, R50–R54). */
import type { LadderCode } from './decision'
import type { Facts, Failure } from './facts'
import type { Trouble } from './trouble'

export type ObstacleCode =
  | 'alreadyShown'
  | 'portalNeedsPin'
  | 'portalAfterAnswer'
  | 'nothingOnFile'
  | 'firstVisit'
  | 'returning'
  | 'medicalOnly'
  | 'withCardOnly'
  | 'noticeAlone'
  | 'cardItselfOnly'
  | 'noPin'
  | 'officialNeedsPin'
  | 'officialNoPin'
  | 'officialDead'

/** Of a rung of the ladder that is left; null: it is to be tried. */
export function rungObstacle(step: LadderCode, facts: Facts): ObstacleCode | null {
  const { shown } = facts
  switch (step) {
    case 'portal':
      return portalObstacle(facts)
    case 'notice':
      return shown.notice && shown.card ? 'alreadyShown' : null
    case 'oral':
      return oralObstacle(facts)
    case 'declaration':
      if (!facts.place.service.medical) return 'medicalOnly'
      return facts.situation.patient?.firstVisit === false ? 'returning' : null
    case 'certificate':
      return shown.certificate ? 'alreadyShown' : null
    case 'physicalCard':
    case 'insurerTelephone':
      return null
  }
}

/** マイナポータル needs a PIN (R11) and shows nothing after 無効 or なし (R51). */
function portalObstacle({ shown, situation }: Facts): ObstacleCode | null {
  if (shown.portal) return 'alreadyShown'
  if (situation.card?.pinless === true) return 'portalNeedsPin'
  return situation.answer === undefined ? null : 'portalAfterAnswer'
}

function oralObstacle({ situation: { patient } }: Facts): ObstacleCode | null {
  if (patient?.firstVisit === true) return 'firstVisit'
  return patient?.numbers === 'none' ? 'nothingOnFile' : null
}

export const RUNGS = ['portal', 'notice', 'oral', 'declaration'] as const
export type Rung = (typeof RUNGS)[number]

/** Why a rung of R50 is none of this failure's ladder. */
export function missingRung(step: Rung, failure: Failure, { place }: Facts): ObstacleCode {
  if (place.service.treatmentRoom && (step === 'oral' || step === 'declaration')) {
    return 'medicalOnly'
  }
  switch (failure) {
    case 'answered':
      return 'portalAfterAnswer'
    case 'smartphone':
      return 'cardItselfOnly'
    case 'noCard':
      return step === 'notice' ? 'noticeAlone' : 'withCardOnly'
    case 'unreadable':
    case 'dead':
    case 'noIdentity':
      return 'medicalOnly'
  }
}

/** The page asks for the PIN and for a certificate that stands; only an unreadable card may do better on a phone. */
export function officialWebObstacle(trouble: Trouble, pinless: boolean): ObstacleCode | null {
  if (trouble === 'locked' || trouble === 'pinUnknown') return 'officialNeedsPin'
  if (trouble === 'faceCard' || pinless) return 'officialNoPin'
  return trouble === 'dead' ? 'officialDead' : null
}
