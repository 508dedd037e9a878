/** The exchange folders of the facilities that a gateway serves: one authority each, watched while it serves. */
import type { FacilityConfig } from '../../config/facilities'
import type { FolderFiles } from '../../folders/files'
import { StartError } from '../../start-error'
import type { FindUnasked } from '../../visits/with-unasked'
import type { Authority, RosterLookup } from '../authority'
import { dispatchByFacility } from '../by-facility'
import type { ExchangeJournal } from './journal'
import type { Layout } from './layout/layout'
import { createOqsAuthority, type OqsAuthority } from './oqs'
import { fromSettings } from './settings'

export interface FoldersWorld {
  journal: ExchangeJournal
  roster: RosterLookup
  layout: Layout
  /** Files of one folder each. */
  openFiles: () => FolderFiles
  now?: () => number
  /** An answer of that facility is there to be found. */
  onSettled: (facilityId: string, requestId: string) => void
  /** Nothing of a patient is in it. */
  onFault: (facilityId: string, fault: unknown) => void
}

export interface OqsFolders {
  authority: Authority
  /** Of one facility; undefined where it is not served here. */
  of(facilityId: string): OqsAuthority | undefined
  findUnasked: FindUnasked
  /** Whether each that was looked at can be used now; no more are looked at when one can. */
  usable(): Promise<boolean[]>
  start(): void
  stop(): Promise<void>
}

/** @throws StartError where a facility has no exchange folder */
export function openFolders(
  facilities: readonly FacilityConfig[],
  { journal, roster, layout, openFiles, now, onSettled, onFault }: FoldersWorld,
): OqsFolders {
  const folders = new Map(
    facilities.map(({ id, oqs, institutionCode }) => {
      if (!oqs || institutionCode === undefined) {
        throw new StartError(
          'Production mode needs the exchange folder of each facility: oqs and institutionCode (docs/running.md).',
        )
      }
      const authority = createOqsAuthority({
        ...fromSettings({ ...oqs, institutionCode }),
        ...{ facilityId: id, journal, roster, layout },
        ...(now && { now }),
        files: openFiles(),
        onSettled: (requestId) => {
          onSettled(id, requestId)
        },
        onFault: (fault) => {
          onFault(id, fault)
        },
      })
      return [id, authority] as const
    }),
  )
  const all = [...folders.values()]
  const of = (facilityId: string) => folders.get(facilityId)

  return {
    authority: dispatchByFacility(of),
    of,
    async findUnasked(facilityId, patientId) {
      const authority = of(facilityId)
      if (!authority) return null
      const closed = await authority.whyNot(['cardSignature', 'reinquiry'], patientId)
      const { cardSignature: card, reinquiry } = closed
      return card === null && reinquiry === null ? null : { card, reinquiry }
    },
    usable: () => lookUntilOne(all),
    start() {
      for (const each of all) each.start()
    },
    async stop() {
      await Promise.all(all.map((each) => each.stop()))
    },
  }
}

const LOOKED_AT_ONCE = 8

/** Some at once: shares that are dead must not hide one that is not. */
function lookUntilOne(all: readonly OqsAuthority[]): Promise<boolean[]> {
  const left = all.values()
  const found: boolean[] = []
  return new Promise((resolve, reject) => {
    async function look(): Promise<void> {
      for (const each of left) {
        found.push((await each.folderState()) === 'ok')
        if (!found.includes(true)) continue
        resolve(found)
        return
      }
    }
    Promise.all(Array.from({ length: LOOKED_AT_ONCE }, look)).then(() => resolve(found), reject)
  })
}
