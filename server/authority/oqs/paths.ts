/** Which path serves whom in production: by what was captured, how the national system is asked (docs/oqs.md). */
import type { Evidence } from '../../../domain/check'
import type { AuthorityErrorCode } from '../../../domain/errors'
import type { EligibilitySubject } from '../authority'
import type { InterfaceKey } from './layout/interfaces'
import type { Layout } from './layout/layout'

export type PathKey = Evidence['kind'] | 'withdrawal' | 'medical'

export interface Path {
  /** null: nobody is asked. */
  readonly by: InterfaceKey | null
  /** What the facility must know beforehand. `numbers`: insurance numbers and birth date in its roster. */
  readonly needs: 'nothing' | 'patient' | 'numbers'
  readonly gives: string
}

export const PATHS: Readonly<Record<PathKey, Path>> = {
  cardSignature: {
    by: 'siquc01',
    needs: 'numbers',
    gives:
      'Eligibility. The card proves to the facility who is there; the national system registers no consent by it.',
  },
  cardFace: {
    by: 'siquc01',
    needs: 'numbers',
    gives: 'Eligibility, as with the PIN.',
  },
  digitalIdentity: {
    by: 'siquc01',
    needs: 'numbers',
    gives: 'Eligibility, as with the PIN.',
  },
  officialApp: {
    by: 'muhvq',
    needs: 'patient',
    gives: 'Eligibility, and the consents that the patient gave on the official page.',
  },
  reinquiry: {
    by: 'sihvq01',
    needs: 'numbers',
    gives:
      'Eligibility, and the consents in force from an earlier reading by the official app or page.',
  },
  document: {
    by: 'siquc01',
    needs: 'nothing',
    gives: 'Eligibility by the numbers on the document.',
  },
  oral: {
    by: 'siquc01',
    needs: 'nothing',
    gives: 'Eligibility by the numbers on file.',
  },
  declaration: { by: null, needs: 'nothing', gives: 'Nothing: it waits for the claim.' },
  withdrawal: {
    by: 'sihvd01',
    needs: 'numbers',
    gives: 'The consent is taken back at the national system as well.',
  },
  medical: {
    by: 'yzksiquc01',
    needs: 'numbers',
    gives: 'Nothing yet: what a result holds is not public.',
  },
}

/** Interfaces whose results nobody can read yet, confirmed or not. */
const UNREADABLE: readonly InterfaceKey[] = ['yzksiquc01', 'tkksiquc01']

export interface PathSituation {
  /** The patient has a number of the facility's own. */
  hasPatient: boolean
  /** The roster has numbers and a birth date. */
  hasNumbers: boolean
}

/**
 * Whether a path is open, before the visit and before asking alike; null: it is.
 * @param unconfirmed `use`: interfaces that nobody confirmed are used all the same
 */
export function whyNot(
  key: PathKey,
  { hasPatient, hasNumbers }: PathSituation,
  layout: Layout,
  unconfirmed: 'use' | 'refuse',
): AuthorityErrorCode | null {
  const { by, needs } = PATHS[key]
  if (by === null) return null
  if (UNREADABLE.includes(by)) return 'TZ-G62'
  if (unconfirmed === 'refuse' && layout.interfaces[by].mark === 'unconfirmed') return 'TZ-G62'
  if (needs !== 'nothing' && !hasPatient) return 'TZ-G60'
  return needs === 'numbers' && !hasNumbers ? 'TZ-G61' : null
}

export function pathOf(subject: EligibilitySubject): PathKey {
  switch (subject.kind) {
    case 'certificate':
      return 'cardSignature'
    case 'cardFace':
      return 'cardFace'
    case 'acceptance':
      return 'officialApp'
    case 'patient':
      return subject.reinquiry ? 'reinquiry' : 'digitalIdentity'
    case 'numbers':
      return 'document'
  }
}
