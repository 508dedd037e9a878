/** What is shown for checks without the card, as a tablet sends it; the person is the sandbox's `valid-30`. */
import type {
  DeclarationEvidence,
  DocumentEvidence,
  OralEvidence,
  ReinquiryEvidence,
} from '../../domain/check'
import { addDays, dayInJapan } from '../../domain/days'
import type { Declaration } from '../../domain/declaration/declaration'
import type { InsuranceDocument } from '../../domain/documents/document'
import { SANDBOX_PEOPLE } from '../../server/authority/sandbox/people'
import type { SandboxPerson } from '../../server/authority/sandbox/person'
import { birthdateOf } from '../../server/authority/sandbox/person-facts'

export const REINQUIRY: ReinquiryEvidence = { kind: 'reinquiry' }

export function sandboxPerson(id: string): SandboxPerson {
  const person = SANDBOX_PEOPLE.find((each) => each.id === id)
  if (!person) throw new Error(`no person ${id}`)
  return person
}

/** 協会けんぽ, 記号 13990001, 番号 101. */
export function documentEvidence(
  now: number,
  document: Partial<InsuranceDocument> = {},
  shown: Partial<Pick<DocumentEvidence, 'shownWith' | 'screenClock'>> = {},
): DocumentEvidence {
  const day = dayInJapan(now)
  return {
    kind: 'document',
    document: {
      kind: 'certificate',
      insurerNumber: '01139013',
      symbol: '13990001',
      number: '101',
      branch: '00',
      name: '見本 一郎',
      nameKana: 'ミホン イチロウ',
      birthdate: birthdateOf(sandboxPerson('valid-30'), day),
      percent: 30,
      validUntil: addDays(day, 100),
      issuedOn: addDays(day, -100),
      ...document,
    },
    shownWith: 'nothing',
    screenClock: null,
    ...shown,
  }
}

/** 後期 of `valid-10`, whom the training facility knows. */
export function oralEvidence(now: number, change: Partial<OralEvidence> = {}): OralEvidence {
  return {
    kind: 'oral',
    numbers: { insurerNumber: '39139100', symbol: null, number: '00990010', branch: null },
    birthdate: birthdateOf(sandboxPerson('valid-10'), dayInJapan(now)),
    ...change,
  }
}

export function declarationEvidence(
  now: number,
  change: Partial<Declaration> = {},
): DeclarationEvidence {
  return {
    kind: 'declaration',
    declaration: {
      insuranceKind: 'employees',
      nationalUnion: false,
      insurerName: 'みほん商事訓練健康保険組合',
      workplace: 'みほん商事',
      insuredAs: 'self',
      share: null,
      name: '見本 一郎',
      nameKana: 'ミホン イチロウ',
      birthdate: '1980-05-20',
      sex: 'male',
      address: '訓練県みほん市中央1丁目2番3号',
      residence: null,
      signedOn: dayInJapan(now),
      signature: [
        [
          [100, 100],
          [400, 200],
          [700, 100.5],
        ],
      ],
      relation: null,
      phone: '09012345678',
      ...change,
    },
  }
}
