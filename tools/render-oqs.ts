/** docs/oqs.md: how production asks, by which names, and what of it nobody has confirmed. */
import type { ElementKey } from '../server/authority/oqs/layout/elements'
import type { InterfaceLayout } from '../server/authority/oqs/layout/interfaces'
import { BUILT_IN_LAYOUT, unconfirmed } from '../server/authority/oqs/layout/layout'
import { PATHS, type PathKey } from '../server/authority/oqs/paths'
import { FAULTS } from './oqs-sim/options'

const { elements, interfaces, codes } = BUILT_IN_LAYOUT

const PATH_NAMES: Readonly<Record<PathKey, string>> = {
  cardSignature: 'card read in Tazune, PIN',
  cardFace: 'card read in Tazune, 目視',
  digitalIdentity: 'デジタル認証アプリ',
  officialApp: 'official page or app (マイナ在宅受付Web, マイナ資格確認アプリ)',
  reinquiry: '再照会, continuing care',
  document: 'document by its numbers',
  oral: '口頭確認, numbers on file',
  declaration: '被保険者資格申立書',
  withdrawal: 'consent taken back',
  medical: 'medical information',
}

const NEEDS = {
  nothing: 'nothing',
  patient:
    'the patient’s number at the facility, registered as 照会番号 (else numbers in the roster)',
  numbers: 'insurance numbers and birth date in the roster',
} as const

const HEAD = `# The OQS folder

In production the gateway asks the national system through the exchange folder of the facility's own 資格確認端末 (\`req\`, \`res\`), as the facility's
other software does. \`npm run docs\` makes this page from the tables that the program itself uses; the decisions behind it stand in
[ADR 0028](adr/0028-oqs-folder.md).

**Before it is used with a real terminal** every name below has to be compared with the official specification (外部インターフェイス仕様書, 別紙3-1,
5-1 and 6-1), which only registered vendors get, and the connection test (接続検証) has to be passed. Nobody here has read that specification. What the
tables hold comes from public programs that work beside real terminals; what is marked _unconfirmed_ was concluded, or made up so that there is
something to try.
`

const FOLDER_ROWS = [
  [
    'root',
    'the folder that holds `req` and `res` (`C:\\OQS`, or where it is shared); `face` is never touched',
  ],
  [
    'rights',
    'the gateway’s account needs to write in `req` and the work folder and to read and delete in `res`; the terminal’s must be able to take what is moved into `req`',
  ],
  ['work folder', '`tazune` in the root, or any other folder **on the same volume**; ours alone'],
  [
    'file names',
    '`<prefix>req_<yyyyMMdd><20 hex digits>.xml` → `<prefix>res_…`; how long a suffix may be is not confirmed',
  ],
  [
    'identifier',
    '`ArbitraryFileIdentifier`: 16 hex digits, also sent as `ArbitraryIdentifier` of a single request',
  ],
  ['encoding', 'requests in CP932 (Shift_JIS) or UTF-8; results in either, whatever they declare'],
  [
    'encryption',
    'zip with AES-256 in place of the XML, both ways, when there is a password; that form is concluded, not confirmed',
  ],
  [
    'results',
    'deleted once the journal has them, or left to `ResponseFileStayTime`; files that are not ours by name, institution and identifier are left',
  ],
  ['処理中', 'single: looked at again; 一括: downloaded again after 10 s, 20 s … 10 min, 30 times'],
  [
    'unreadable results',
    'after 30 s told as TZ-G65 and left where they are; taken should they become readable: the check is then answered',
  ],
  ['no result', 'waited for without end, and shown as unanswered; never sent again'],
] as const

const FOLDER = [
  '## The folder',
  '',
  table(['what', 'how'], FOLDER_ROWS),
  'A share that the gateway’s own account can write to is enough. Windows and SMB do not always tell of changes, so the folder is also looked through every',
  'five seconds.',
  '',
].join('\n')

const LAYOUT_FILE = `## oqs-layout.json

Names, codes and interfaces are replaced without a new version by \`oqs-layout.json\` in the gateway's data folder, for all its facilities. It holds only what differs; a key that
does not exist, or a value that does not fit, stops the start with its path.

\`\`\`json
{
  "elements": { "withdrawnKind": { "names": ["TheOfficialName"], "confirmed": true } },
  "interfaces": {
    "sihvq01": {
      "prefix": "OQSsihvq01",
      "body": ["insurerNumber", "number", "birthdate"],
      "confirmed": true
    }
  },
  "codes": { "treatment": { "homeVisit": "2" } }
}
\`\`\`

The first of \`names\` is written, each is read. An interface that is _unconfirmed_ is refused (TZ-G62) until \`confirmed\` says otherwise here, or the
facility allows unconfirmed interfaces as a whole. \`header\`, \`block\` and \`body\` of an interface name elements by the keys below.
`

const SIMULATOR = `## The simulator

\`npm run oqs-sim -- --root DIR\` answers a folder as the 連携アプリケーション of a terminal would, with the training people, in a process that shares no code
with the gateway's side. \`--faults all\` or a list of these makes it as bad as one likes; \`--seed\` brings the same faults again, \`--tell\` prints what it did.
\`npm run bench -- oqs\` plays a day of 10,000 requests against it and compares every answer.
`

export function renderOqs(): string {
  return [
    HEAD,
    pathsSection(),
    FOLDER,
    unconfirmedSection(),
    LAYOUT_FILE,
    interfacesSection(),
    codesSection(),
    elementsSection(),
    SIMULATOR,
    ...Object.entries(FAULTS).map(([name, what]) => `- \`${name}\`: ${what}`),
    '',
  ].join('\n')
}

function pathsSection(): string {
  const keys = Object.keys(PATHS) as PathKey[]
  const rows = keys.map((key) => {
    const { by, needs, gives } = PATHS[key]
    const asked = by === null ? 'nobody is asked' : `\`${by}\` ${interfaces[by].what}`
    return [PATH_NAMES[key], asked, NEEDS[needs], gives]
  })
  return [
    '## Which path serves whom',
    '',
    table(['captured', 'asked by', 'needs', 'gives'], rows),
    'A card that Tazune reads proves to the facility who is there. The national system cannot be shown that proof through the folder: it is asked by numbers,',
    'and opens medical information only by a consent that it registered itself, on the official page, in the official app, or at the counter.',
    '',
    'Whoever has 医療扶助 and no insurance in force is asked about by 公費負担者番号 and 受給者番号, in the places of 保険者番号 and 番号 (concluded).',
    '',
    'What cannot be asked is told before the visit by the same rule (`server/authority/oqs/paths.ts`): TZ-G60 a walk-in, TZ-G61 no numbers or birth date in the',
    'roster, TZ-G62 an interface that is not confirmed or whose results nobody can read. A card whose face has another birth date than the roster is not asked',
    'about (TZ-G66).',
    '',
  ].join('\n')
}

function unconfirmedSection(): string {
  const open = unconfirmed(BUILT_IN_LAYOUT)
  const noted = Object.entries(interfaces).flatMap(([key, about]: [string, InterfaceLayout]) =>
    about.open === undefined ? [] : [`- \`${key}\` ${about.what}: ${about.open}`],
  )
  return [
    '## What nobody has confirmed',
    '',
    ...noted,
    `- Elements: ${open.elements.map((key) => `\`${elements[key].names[0]}\` (${elements[key].what})`).join(', ')}.`,
    '- Interfaces of which not even a prefix is public, and which are not built: 一括の再照会 (029–036), 再照会 of オンライン診療 (027/028), 目視確認用パスコード (049/050), アクティベーションコード (051–056).',
    '- `CharacterCodeIdentifier`: 0 UTF-8 and 1 Shift_JIS by a real file; one transcription says 1 and 2. It decides only where a file could be either.',
    '- Codes and messages of errors (別紙6-1) are not public: they are shown as they come.',
    '- Whether an error may come as a file of another name. One would be waited for in vain, and shown as unanswered.',
    '- Whether a 資格確認日 in the past is accepted; the day of capture is sent.',
    '',
  ].join('\n')
}

function interfacesSection(): string {
  const rows = Object.entries(interfaces).map(([key, about]: [string, InterfaceLayout]) => [
    `\`${key}\``,
    about.what,
    about.ifNumbers,
    about.steps === 'single' ? `\`${about.prefix}\`` : `\`${about.upload}\`, \`${about.download}\``,
    about.mark,
    names(about.header),
    `${names([about.block])}: ${about.body.length === 0 ? '–' : names(about.body)}`,
  ])
  return [
    '## Interfaces',
    '',
    table(['key', 'what', 'OQS-IF', 'prefix', 'mark', 'header of the request', 'body'], rows),
  ].join('\n')
}

function codesSection(): string {
  const rows = Object.entries(codes).map(([key, about]) => [
    `\`${key}\``,
    `${about.oqscd} ${about.what}`,
    Object.entries(about.values)
      .map(([word, code]) => (word === code ? code : `${word} ${code}`))
      .join(', '),
  ])
  return ['## Codes (OQSCD)', '', table(['key', 'table', 'our word and its code'], rows)].join('\n')
}

function elementsSection(): string {
  const rows = (Object.keys(elements) as ElementKey[]).map((key) => [
    `\`${key}\``,
    elements[key].what,
    elements[key].names.map((name) => `\`${name}\``).join(', '),
    elements[key].mark === 'confirmed' ? '' : 'unconfirmed',
  ])
  return ['## Elements', '', table(['key', 'what', 'names', ''], rows)].join('\n')
}

function names(keys: readonly ElementKey[]): string {
  return keys.map((key) => elements[key].names[0]).join(', ')
}

/** As Prettier aligns it: Japanese is two columns wide. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => width(row[column] ?? ''))))
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell))).join(' | ')} |`
  const rule = `| ${widths.map((each) => '-'.repeat(each)).join(' | ')} |`
  return [line(head), rule, ...rows.map(line), ''].join('\n')
}

function width(text: string): number {
  return Array.from(text).reduce(
    (sum, letter) =>
      sum +
      (/[\u1100-\u115f\u2e80-\uffdc\uff00-\uff60]/.test(letter) && !/[\uff61-\uffdc]/.test(letter)
        ? 2
        : 1),
    0,
  )
}
