/**
 * What the gateway keeps, for how long and why (docs/retention.md). A facility may choose another number of days within the
 * limits; what has no days is kept or erased by a rule of its own, which is named.
 */

/** What the sweep erases. */
export const SWEPT = [
  'answeredEnvelopes',
  'refusedEnvelopes',
  'deviceAnswers',
  'keptAnswers',
  'exchangeResults',
  'challenges',
  'replays',
  'activationCodes',
  'identitySessions',
  'medicalEntries',
  'unknownWithdrawals',
  'rosterVisits',
  'rosterMornings',
  'personSessions',
  'invitations',
  'exports',
] as const
export type SweptKey = (typeof SWEPT)[number]

export interface Term {
  what: string
  /** Counted from when. */
  from: string
  days: number
  least: number
  most: number
  why: string
  source: string
}

const OURS = 'No document names one; this is ours.'
const YEAR = 365

export const TERMS: Readonly<Record<SweptKey, Term>> = {
  answeredEnvelopes: {
    what: 'The sealed check itself, once it has its answer or was withdrawn; that it came, and its digest, stay.',
    from: 'the answer or the withdrawal',
    ...{ days: 90, least: 35, most: 5 * YEAR },
    why: 'A claim that comes back is filed again by the 10th of the second month after the visit.',
    source: `R60. ${OURS}`,
  },
  refusedEnvelopes: {
    what: 'The sealed check that was refused; its code stays.',
    from: 'its arrival',
    ...{ days: 30, least: 7, most: YEAR },
    why: 'To find out why a tablet’s checks are refused.',
    source: OURS,
  },
  deviceAnswers: {
    what: 'The copy of an answer that is sealed to the tablet, or the word that none will come.',
    from: 'the answer',
    ...{ days: 90, least: 30, most: YEAR },
    why: 'A tablet that was away fetches it; its vault is gone long before.',
    source: OURS,
  },
  keptAnswers: {
    what: 'The copy of an answer that is sealed to the gateway, of which history, exports and 再照会 are made.',
    from: 'the answer',
    ...{ days: 3 * YEAR + 1, least: YEAR, most: 10 * YEAR },
    why: 'It is a record of the 療養の給付, which is kept for three years.',
    source: '保険医療機関及び保険医療養担当規則 第9条',
  },
  exchangeResults: {
    what: 'What the 資格確認端末 wrote, as it wrote it, once the answer is made of it; that it was asked stays.',
    from: 'the question',
    ...{ days: 30, least: 2, most: YEAR },
    why: 'To find out what an answer was made of.',
    source: OURS,
  },
  challenges: {
    what: 'What cards sign, used or not.',
    from: 'its end',
    ...{ days: 30, least: 14, most: YEAR },
    why: 'A check that comes very late is refused for the right reason.',
    source: OURS,
  },
  replays: {
    what: 'Proofs of devices that were used once.',
    from: 'its end',
    ...{ days: 1, least: 1, most: 30 },
    why: 'A proof is good for a minute; nothing is learnt from it later.',
    source: 'RFC 9449 §11.1',
  },
  activationCodes: {
    what: 'Digests of activation codes, used or not.',
    from: 'its end',
    ...{ days: 30, least: 1, most: YEAR },
    why: 'Who asks why a code did not work is told that it was used or too old.',
    source: OURS,
  },
  identitySessions: {
    what: 'Sessions of デジタル認証アプリ of checks that wait no longer.',
    from: 'its end',
    ...{ days: 30, least: 1, most: YEAR },
    why: 'Its outcome is part of the check until that is answered.',
    source: OURS,
  },
  medicalEntries: {
    what: 'That a copy of medical information was closed; its content is gone at once.',
    from: 'the end of the copy',
    ...{ days: 90, least: 30, most: YEAR },
    why: 'A tablet that was away learns that it must erase its own.',
    source: 'R32, R34',
  },
  unknownWithdrawals: {
    what: 'Withdrawals of checks that never came.',
    from: 'its end',
    ...{ days: 1, least: 1, most: YEAR },
    why: 'It is waited for in the time that it is remembered.',
    source: OURS,
  },
  rosterVisits: {
    what: 'The day’s lists of visits.',
    from: 'the day',
    ...{ days: 93, least: 35, most: 5 * YEAR },
    why: 'The clerk looks back at the days of the months whose claims are open.',
    source: OURS,
  },
  rosterMornings: {
    what: 'What came of the question before the rounds, in numbers.',
    from: 'the day',
    ...{ days: 93, least: 35, most: 5 * YEAR },
    why: 'As long as the lists of the days that it was asked for.',
    source: OURS,
  },
  personSessions: {
    what: 'Sign-ins to the administrator’s page.',
    from: 'the sign-in',
    ...{ days: 2, least: 1, most: 30 },
    why: 'It ends after twelve hours.',
    source: OURS,
  },
  invitations: {
    what: 'Digests of invitations, used or not.',
    from: 'its end',
    ...{ days: 30, least: 1, most: YEAR },
    why: 'Who asks why a link did not work is told that it was used or too old.',
    source: OURS,
  },
  exports: {
    what: 'That an answer went to the facility’s own software, or why it stopped, with the other side’s words.',
    from: 'its end',
    ...{ days: 90, least: 7, most: YEAR },
    why: 'Who misses an answer there sees what became of it; a receiver fetches in this time.',
    source: OURS,
  },
}

/** What no number of days erases. */
export const KEPT_BY_RULE: readonly { what: string; rule: string }[] = [
  {
    what: 'What was sealed in a 申立書',
    rule: 'Destroyed when its claim is closed, at the latest after the 10th of the second month after the visit (R55).',
  },
  {
    what: 'Content of medical information',
    rule: 'Erased when the consent, the certificate or the day ends, or with a withdrawal (R32, R34).',
  },
  {
    what: 'The register of consents and withdrawals',
    rule: 'Kept: it shows under what information was seen. A consent without an end is in force until it is taken back (R32).',
  },
  {
    what: 'The audit',
    rule: 'Kept as a whole: a chain from which something was taken does not verify.',
  },
  {
    what: 'Patients of the roster, people, devices',
    rule: 'Erased by an administrator: only the facility knows when a relation has ended.',
  },
]

export type RetentionDays = Readonly<Record<SweptKey, number>>

export const USUAL_DAYS: RetentionDays = daysOf((key) => TERMS[key].days)

export interface ReadRetention {
  days: RetentionDays
  /** One sentence each. */
  faults: string[]
}

/** @param section `retention` of the configuration file */
export function readRetention(section: unknown, fileName: string): ReadRetention {
  if (section === undefined) return { days: USUAL_DAYS, faults: [] }
  if (typeof section !== 'object' || section === null || Array.isArray(section)) {
    return { days: USUAL_DAYS, faults: [`retention in ${fileName} must be an object.`] }
  }
  const given: Readonly<Record<string, unknown>> = { ...section }
  const faults = Object.keys(given)
    .filter((key) => !(SWEPT as readonly string[]).includes(key))
    .map(() => `retention in ${fileName} names something that is not in docs/retention.md.`)
  const days = daysOf((key) => {
    const value = given[key] ?? TERMS[key].days
    const { least, most } = TERMS[key]
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) {
      return value
    }
    faults.push(`retention.${key} in ${fileName} must be a whole number from ${least} to ${most}.`)
    return TERMS[key].days
  })
  return { days, faults }
}

function daysOf(of: (key: SweptKey) => number): RetentionDays {
  return Object.fromEntries(SWEPT.map((key) => [key, of(key)])) as Record<SweptKey, number>
}
