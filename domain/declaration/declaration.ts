/** 被保険者資格申立書 (R55): what the patient, or family, says of the insurance when nothing else tells it. */
import type { Percent } from '../burden'
import type { Day } from '../days'
import type { InsuranceKind } from '../insurers'
import type { Stroke } from './signature'

/** 社保 / 国保 / 後期 / その他 / わからない */
export type DeclaredKind = InsuranceKind | 'unknown'

export type DeclaredShare = Percent | 'unknown'

/** 本人 / 家族: not on the form, but no clearing house can correct it on the claim, so it is asked (R62). */
export type InsuredAs = 'self' | 'family'

/** In the order of the form; `insuredAs` stands with the insurance, where it is asked. */
export const DECLARATION_FIELDS = [
  'insured',
  'insuranceKind',
  'nationalUnion',
  'insurerName',
  'workplace',
  'insuredAs',
  'share',
  'name',
  'nameKana',
  'birthdate',
  'sex',
  'address',
  'residence',
  'signedOn',
  'signature',
  'relation',
  'phone',
] as const

export type DeclarationField = (typeof DECLARATION_FIELDS)[number]

/** One question at a time, in four steps. */
export const DECLARATION_STEPS = [
  {
    step: 'insurance',
    fields: [
      'insured',
      'insuranceKind',
      'nationalUnion',
      'insurerName',
      'workplace',
      'insuredAs',
      'share',
    ],
  },
  { step: 'person', fields: ['name', 'nameKana', 'birthdate', 'sex'] },
  { step: 'contact', fields: ['address', 'residence', 'phone'] },
  { step: 'signature', fields: ['signedOn', 'signature', 'relation'] },
] as const satisfies readonly { step: string; fields: readonly DeclarationField[] }[]

export type DeclarationStep = (typeof DECLARATION_STEPS)[number]['step']

/** The form while it is filled in; saved as it is, so that nothing is lost when the tablet is put down. */
export interface DeclarationDraft {
  /** The box 有効な保険資格を有している. */
  insured: boolean | null
  insuranceKind: DeclaredKind | null
  /** Only with 国保: a 国保組合. */
  nationalUnion: boolean | null
  /** 保険者等名称 */
  insurerName: string
  /** 事業所名 */
  workplace: string
  insuredAs: InsuredAs | null
  share: DeclaredShare | null
  name: string
  nameKana: string
  /** Letter of the era, and the numbers as typed. */
  birth: { era: string; year: string; month: string; date: string }
  sex: 'male' | 'female' | null
  /** As printed on the card. */
  address: string
  /** 居所, where it is another. */
  residence: string
  signedOn: Day | null
  signature: readonly Stroke[]
  /** Somebody else signs; then {@link relation} says who. */
  signedByOther: boolean
  relation: string
  phone: string
}

/** The form when everything in it is right. */
export interface Declaration {
  insuranceKind: DeclaredKind
  nationalUnion: boolean
  /** null only where the kind itself is not known. */
  insurerName: string | null
  /** null where the kind has none. */
  workplace: string | null
  insuredAs: InsuredAs
  share: DeclaredShare | null
  name: string
  /** Katakana */
  nameKana: string
  birthdate: Day
  sex: 'male' | 'female'
  address: string
  residence: string | null
  signedOn: Day
  signature: readonly Stroke[]
  /** null: the patient signed. */
  relation: string | null
  /** Digits */
  phone: string
}

export function emptyDeclaration(): DeclarationDraft {
  return {
    insured: null,
    insuranceKind: null,
    nationalUnion: null,
    insurerName: '',
    workplace: '',
    insuredAs: null,
    share: null,
    name: '',
    nameKana: '',
    birth: { era: '', year: '', month: '', date: '' },
    sex: null,
    address: '',
    residence: '',
    signedOn: null,
    signature: [],
    signedByOther: false,
    relation: '',
    phone: '',
  }
}
