/** What is asked with a few answers to choose from, in the order of the screen. */
import type { ClaimDecision, ClaimDecisions, ClaimWork } from '../../../domain/claim/work'
import { staffText, type StaffSentence } from '../../words/staff'

/** A value of null takes back what was said. */
export type ClaimSaid = {
  [Name in ClaimDecision]: { name: Name; value: ClaimDecisions[Name]['value'] | null }
}[ClaimDecision]

export interface ClaimAnswer {
  label: StaffSentence
  says: ClaimSaid
  isSaid: (work: ClaimWork) => boolean
}

export interface ClaimQuestion {
  name: ClaimDecision
  legend: StaffSentence
  answers: readonly ClaimAnswer[]
}

function yesNo(
  name: 'cardShown' | 'firstVisit' | 'newbornRegistered',
  legend: StaffSentence,
  yes: StaffSentence,
  no: StaffSentence,
): ClaimQuestion {
  const answer = (label: StaffSentence, value: boolean): ClaimAnswer => ({
    label,
    says: { name, value },
    isSaid: (work) => work[name]?.value === value,
  })
  return { name, legend, answers: [answer(yes, true), answer(no, false)] }
}

export const CLAIM_QUESTIONS: readonly ClaimQuestion[] = [
  {
    name: 'insuredAs',
    legend: staffText('本人ですか、家族ですか'),
    answers: [
      {
        label: staffText('本人'),
        says: { name: 'insuredAs', value: 'self' },
        isSaid: ({ insuredAs }) => insuredAs?.value === 'self',
      },
      {
        label: staffText('家族'),
        says: { name: 'insuredAs', value: 'family' },
        isSaid: ({ insuredAs }) => insuredAs?.value === 'family',
      },
    ],
  },
  yesNo(
    'cardShown',
    staffText('マイナンバーカードそのものを見ましたか'),
    staffText('見た'),
    staffText('見ていない'),
  ),
  yesNo('firstVisit', staffText('初診ですか'), staffText('初診'), staffText('再診')),
  {
    name: 'careDays',
    legend: staffText('この月の実日数'),
    answers: [
      {
        label: staffText('1日だけ'),
        says: { name: 'careDays', value: 1 },
        isSaid: ({ careDays }) => careDays?.value === 1,
      },
      {
        label: staffText('2日以上'),
        says: { name: 'careDays', value: 2 },
        isSaid: ({ careDays }) => careDays !== undefined && careDays.value !== 1,
      },
    ],
  },
  yesNo(
    'newbornRegistered',
    staffText('お子さんのカードは利用登録が済んでいますか'),
    staffText('済んでいる'),
    staffText('済んでいない'),
  ),
]
