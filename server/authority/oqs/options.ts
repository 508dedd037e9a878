/** What the authority `oqs` is given for one facility. */
import { join } from 'node:path'
import type { FSWatcher } from 'node:fs'
import type { RandomBytes } from '../../../domain/ids'
import type { FolderFiles } from '../../folders/files'
import type { Timers } from '../../gateway-options'
import type { RosterLookup } from '../authority'
import type { OqsEncoding } from './codec/encoding'
import { DEFAULT_LIMITS, type ReadLimits } from './codec/unpack'
import { secureBytes } from './folder/names'
import type { ExchangeJournal } from './journal'
import { BUILT_IN_LAYOUT, type Layout } from './layout/layout'

export interface OqsOptions {
  facilityId: string
  /** 医療機関コード, ten digits: a result with another is somebody else's. */
  institutionCode: string
  /** The folder that holds `req` and `res`. */
  root: string
  /** On the same volume; `tazune` in the root. */
  work?: string
  journal: ExchangeJournal
  roster: RosterLookup
  layout?: Layout
  /** Interfaces that nobody confirmed are refused (TZ-G62), unless the facility says otherwise. */
  unconfirmed?: 'use' | 'refuse'
  /** Of requests; results are read in either. */
  encoding?: OqsEncoding
  /** Of encrypted archives. */
  password?: string | null
  encryptRequests?: boolean
  /** Whether patients of the roster are made known by the facility's own numbers (照会番号登録); false. */
  registerNumbers?: boolean
  /** Whether the list of 医療扶助 is asked for; false. Only facilities designated for it have one. */
  welfareList?: boolean
  results?: 'delete' | 'leave'
  limits?: ReadLimits
  /** How often the folder is looked through even when nothing was told. */
  rescanMs?: number
  settleMs?: number
  processingMs?: number
  downloads?: number
  /** How old a list of consented patients may be. */
  listEveryMs?: number
  now?: () => number
  timers?: Timers
  randomBytes?: RandomBytes
  files?: FolderFiles
  watch?: (folder: string, onChange: () => void) => FSWatcher
  /** An answer is there to be found. */
  onSettled?: (requestId: string) => void
  /** What went wrong while looking; nothing of a patient is in it. */
  onFault?: (fault: unknown) => void
}

export type FilledOptions = Required<Omit<OqsOptions, 'files' | 'watch' | 'timers'>> &
  Pick<OqsOptions, 'files' | 'watch' | 'timers'>

export function fillOptions(options: OqsOptions): FilledOptions {
  return {
    work: join(options.root, 'tazune'),
    layout: BUILT_IN_LAYOUT,
    unconfirmed: 'refuse',
    encoding: 'cp932',
    password: null,
    encryptRequests: false,
    results: 'delete',
    registerNumbers: false,
    welfareList: false,
    limits: DEFAULT_LIMITS,
    rescanMs: 5_000,
    settleMs: 30_000,
    processingMs: 10_000,
    downloads: 30,
    listEveryMs: 60_000,
    now: Date.now,
    randomBytes: secureBytes,
    onSettled: () => undefined,
    onFault: () => undefined,
    ...options,
  }
}
