/** 資格確認書: who is sent one without asking, and what an お知らせ alone was once worth (R53, R72). */
import { ageOn, type Day } from './days'
import { type DatedRule, ruleInForce, SOURCES } from './rules'

export interface NoticeAloneRule extends DatedRule {
  /** An お知らせ alone, or an expired 保険証, confirms eligibility. */
  accepted: boolean
}

export const NOTICE_ALONE_RULES: readonly NoticeAloneRule[] = [
  { id: 'R53', from: null, until: '2026-03-31', source: SOURCES.interimNotice, accepted: true },
  { id: 'R53', from: '2026-04-01', until: null, source: SOURCES.interimNotice, accepted: false },
]

export interface UniversalIssueRule extends DatedRule {
  /** Everybody of 後期高齢者医療 from this age has one. */
  allFromAge: number
  /** From this age it depends on how the マイナ保険証 is used; null where the line above decides alone. */
  someFromAge: number | null
}

export const UNIVERSAL_ISSUE_RULES: readonly UniversalIssueRule[] = [
  {
    id: 'R72',
    from: null,
    until: '2026-07-31',
    source: SOURCES.insuranceCouncil,
    allFromAge: 75,
    someFromAge: null,
  },
  {
    id: 'R72',
    from: '2026-08-01',
    until: null,
    source: SOURCES.insuranceCouncil,
    allFromAge: 85,
    someFromAge: 75,
  },
]

/** The last day on which an お知らせ without the card counted, or null if it still did on that day. */
export function noticeAloneEndedOn(day: Day): Day | null {
  if (ruleInForce(NOTICE_ALONE_RULES, day).accepted) return null
  const past = NOTICE_ALONE_RULES.filter(
    ({ accepted, until }) => accepted && until !== null && until < day,
  )
  return past.at(-1)?.until ?? null
}

/** Whether the patient should have a 資格確認書 at home by age alone. */
export function hasCertificateByAge(birthdate: Day, day: Day): 'all' | 'some' | 'notByAge' {
  const rule = ruleInForce(UNIVERSAL_ISSUE_RULES, day)
  const age = ageOn(birthdate, day)
  if (age >= rule.allFromAge) return 'all'
  return rule.someFromAge !== null && age >= rule.someFromAge ? 'some' : 'notByAge'
}
