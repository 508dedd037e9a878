/** docs/decide.md: the contract of a decision and every code of it. */
import { decide } from '../../domain/decide/decide'
import { DECISION_TEXTS, type DecisionText } from '../../domain/decide/decision-texts'
import {
  CARE_SETTINGS,
  FACILITY_KINDS,
  NUMBERS_KNOWN,
  PRESENTED,
  SHARES,
  type Situation,
  SITUATION_VALIDITIES,
  TRANSITIONAL_MEASURES,
} from '../../domain/decide/situation'

const EXAMPLE: Situation = {
  at: '2026-11-20T10:00:00+09:00',
  facility: { kind: 'homeNursing', boundDevice: true, visualPasscode: true },
  setting: 'homeNursing',
  presented: ['card'],
  card: { readable: true, certificateExpires: '2026-10-10', pinTriesLeft: 1 },
  relation: { continuing: true, lastCardCheckAt: '2026-08-03T09:30:00+09:00' },
  patient: { birthDate: '1980-01-15', saysInsured: true, numbers: 'current' },
}

const FIELDS: readonly (readonly [field: string, values: string, meaning: string])[] = [
  ['`at`', 'instant', 'judged by the rules of its day in Japan'],
  ['`facility.kind`', among(FACILITY_KINDS), ''],
  ['`facility.transitional`?', among(TRANSITIONAL_MEASURES), '経過措置 (2) (3) (4) (6)'],
  ['`facility.boundDevice`', 'true, false', 'the app is bound to a device of the facility'],
  ['`facility.visualPasscode`', 'true, false', 'the passcode for 目視 has been issued'],
  ['`setting`', among(CARE_SETTINGS), ''],
  ['`presented[]`', among(PRESENTED), 'certificate = 資格確認書, notice = 資格情報のお知らせ'],
  ['`card`?`.readable`', 'true, false', ''],
  ['`card`?`.expires`?', 'day', "the card's own last day"],
  ['`card`?`.certificateExpires`?', 'day', 'the last day of the 利用者証明用電子証明書'],
  ['`card`?`.pinTriesLeft`?', '0 to 3', '0 is locked'],
  ['`card`?`.pinless`?', 'true, false', '顔認証マイナンバーカード'],
  ['`card`?`.photo`?', 'true, false', ''],
  ['`relation`?`.continuing`', 'true, false', '継続的な関係'],
  ['`relation`?`.lastCardCheckAt`?', 'instant', 'by this facility'],
  ['`relation`?`.lastVisitOn`?', 'day', ''],
  ['`consent`?`.at`', 'instant', 'when it was registered'],
  ['`consent`?`.items`', 'diagnosis, medication, checkup, surgery: true, false', ''],
  ['`consent`?`.withdrawnAt`?', 'instant', ''],
  ['`answer`?`.validity`', among(SITUATION_VALIDITIES), ''],
  ['`answer`?`.share`?', among(SHARES), 'percent'],
  ['`patient`?`.birthDate`?', 'day', ''],
  ['`patient`?`.saysInsured`?', 'true, false', 'the person says so'],
  ['`patient`?`.firstVisit`?', 'true, false', '初診'],
  ['`patient`?`.careDaysThisMonth`?', '1 to 31', '実日数, counted with today'],
  ['`patient`?`.newborn`?', 'true, false', ''],
  ['`patient`?`.newbornRegistered`?', 'true, false', 'the card is registered for use'],
  ['`patient`?`.numbers`', among(NUMBERS_KNOWN), 'what the facility knows'],
]

/** The page; a decision field a section. */
export function renderDecide(): string {
  return [
    '# What to do in a situation',
    '',
    '`npm run -s decide < situation.json` reads one JSON object and prints one. A situation that is not valid ends with code 2 and',
    'a line for each fault on the error output: its path and what is expected there, never what was given. `npm run docs` makes',
    'this page. In code: `decide(situation)` of `domain/decide`; the words are `DECISION_TEXTS`.',
    '',
    '## Situation',
    '',
    'Days are `YYYY-MM-DD`, instants ISO 8601 with an offset, shares percent. What is marked `?` may be absent, and absent means',
    'unknown; no other field may be. A combination that cannot be is answered all the same.',
    '',
    ...FIELDS.map(
      ([field, values, meaning]) => `- ${field}: ${values}${meaning === '' ? '' : ` (${meaning})`}`,
    ),
    '',
    '## Decision',
    '',
    '`identity`, `ladder` and `next` are in the order to follow; the ladder holds only what is still to be tried. `certificate` is',
    'absent where its last day is not known; `usableUntil` is the last day on which it confirms eligibility.',
    '`medicalInformation.until` is the end of the consent, or of the certificate where that comes first, itself excluded; absent',
    'where the consent holds until it is taken back.',
    '`share.percent` is null where only a question can tell it. Each of `next` has the rule it rests on.',
    '',
    'An example, and what is decided:',
    '',
    ...json(EXAMPLE),
    ...json(decide(EXAMPLE)),
    ...Object.entries(DECISION_TEXTS).flatMap(([field, texts]) => section(field, texts)),
  ].join('\n')
}

function section(field: string, texts: Readonly<Record<string, DecisionText>>): string[] {
  return [
    `## \`${field}\``,
    '',
    ...Object.entries(texts).flatMap(([code, { rule, ja, en, doJa, doEn }]) => [
      `### \`${code}\` (${rule})`,
      '',
      `- ${ja} → ${doJa}`,
      `- ${en} → ${doEn}`,
      '',
    ]),
  ]
}

function json(value: unknown): string[] {
  // A list of words on one line, as the formatter of this repository has it.
  const text = JSON.stringify(value, null, 2).replace(
    /\[\s+([^[\]{}]*?)\s+\]/g,
    (_, words: string) => `[${words.replace(/\s+/g, ' ')}]`,
  )
  return ['```json', text, '```', '']
}

function among(values: readonly (string | number)[]): string {
  return values.join(', ')
}
