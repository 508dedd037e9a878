/** The interfaces of the exchange folder that Tazune speaks: file names, and what a request holds, in its order. */
import type { ElementKey, Mark } from './elements'

interface Common {
  /** OQS-IF numbers of request and result. */
  readonly ifNumbers: string
  readonly what: string
  /** Of the whole interface: what it is for, its file names and its request. */
  readonly mark: Mark
  /** What is not known, in words. */
  readonly open?: string
  readonly header: readonly ElementKey[]
  /** The element around each entry of the body. */
  readonly block: ElementKey
  readonly body: readonly ElementKey[]
}

/** One request, one result: `<prefix>req_<suffix>.xml` → `<prefix>res_<suffix>.xml`. */
export interface SingleInterface extends Common {
  readonly steps: 'single'
  readonly prefix: string
}

/** Upload → 受付番号; download → 処理中, or the results. */
export interface BulkInterface extends Common {
  readonly steps: 'bulk'
  readonly upload: string
  readonly download: string
}

export type InterfaceLayout = SingleInterface | BulkInterface

const DATED_HEADER = ['confirmationDate', 'institutionCode', 'fileIdentifier'] as const
const HEADER = ['institutionCode', 'fileIdentifier'] as const
const PERSON = ['insurerNumber', 'symbol', 'number', 'branch', 'birthdate'] as const

export const INTERFACES = {
  siquc01: {
    steps: 'single',
    ifNumbers: '001/002',
    what: '資格確認',
    mark: 'confirmed',
    prefix: 'OQSsiquc01',
    header: DATED_HEADER,
    block: 'searchInfo',
    body: [...PERSON, 'limitFlag', 'personIdentifier'],
  },
  siimm01: {
    steps: 'single',
    ifNumbers: '003/004',
    what: '照会番号登録',
    mark: 'confirmed',
    prefix: 'OQSsiimm01',
    header: HEADER,
    block: 'registration',
    body: ['referenceNumber', 'insurerNumber', 'symbol', 'number', 'branch'],
  },
  muquc: {
    steps: 'bulk',
    ifNumbers: '005–008',
    what: '資格確認一括照会',
    mark: 'confirmed',
    upload: 'OQSmuquc01',
    download: 'OQSmuquc02',
    header: DATED_HEADER,
    block: 'searchInfo',
    body: [...PERSON, 'limitFlag', 'personIdentifier'],
  },
  mutic: {
    steps: 'bulk',
    ifNumbers: '013–016',
    what: '医療扶助 委託先資格情報の一括取得',
    mark: 'confirmed',
    open: 'The OQS-IF numbers are concluded.',
    upload: 'OQSmutic01',
    download: 'OQSmutic02',
    header: HEADER,
    block: 'searchInfo',
    body: ['treatmentMonth'],
  },
  muhvq: {
    steps: 'bulk',
    ifNumbers: '017–020',
    what: '同意済資格情報一括取得（訪問診療等）',
    mark: 'confirmed',
    upload: 'OQSmuhvq01',
    download: 'OQSmuhvq02',
    header: HEADER,
    block: 'searchInfo',
    body: ['consentFrom', 'consentTo', 'treatmentFlag'],
  },
  muonq: {
    steps: 'bulk',
    ifNumbers: '021–024',
    what: '同意済資格情報一括取得（オンライン診療等）',
    mark: 'confirmed',
    open: 'The OQS-IF numbers are concluded.',
    upload: 'OQSmuonq01',
    download: 'OQSmuonq02',
    header: HEADER,
    block: 'searchInfo',
    body: ['consentFrom', 'consentTo', 'treatmentFlag'],
  },
  sihvq01: {
    steps: 'single',
    ifNumbers: '025/026',
    what: '資格確認（訪問診療等） 再照会',
    mark: 'unconfirmed',
    open: 'The prefix is seen in one program; what it is for, and the elements of its request, are concluded.',
    prefix: 'OQSsihvq01',
    header: DATED_HEADER,
    block: 'searchInfo',
    body: [...PERSON, 'treatmentFlag', 'limitFlag', 'personIdentifier'],
  },
  sihvd01: {
    steps: 'single',
    ifNumbers: '037/038',
    what: '閲覧同意取り消し（訪問診療等）',
    mark: 'unconfirmed',
    open: 'The prefix is seen in one program, without its step; no element of its request is public.',
    prefix: 'OQSsihvd01',
    header: HEADER,
    block: 'withdrawal',
    body: [...PERSON, 'treatmentFlag', 'withdrawnKind'],
  },
  yzksiquc01: {
    steps: 'single',
    ifNumbers: '–',
    what: '薬剤(診療)情報閲覧',
    mark: 'unconfirmed',
    open: 'The header names of the request are seen in one program; what a result holds is not public, so nothing is asked.',
    prefix: 'YZKsiquc01',
    header: HEADER,
    block: 'searchInfo',
    body: [],
  },
  tkksiquc01: {
    steps: 'single',
    ifNumbers: '–',
    what: '特定健診等情報閲覧',
    mark: 'unconfirmed',
    open: 'As 薬剤(診療)情報閲覧.',
    prefix: 'TKKsiquc01',
    header: HEADER,
    block: 'searchInfo',
    body: [],
  },
} as const satisfies Record<string, InterfaceLayout>

export type InterfaceKey = keyof typeof INTERFACES

export type InterfaceTable = Readonly<Record<InterfaceKey, InterfaceLayout>>

/** The header and body of every 一括 download request. */
export const DOWNLOAD_REQUEST = {
  header: ['institutionCode'],
  body: ['receptionNumber'],
} as const satisfies Record<string, readonly ElementKey[]>
