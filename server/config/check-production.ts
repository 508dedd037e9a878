/** What `--check-config` looks at beyond the settings themselves: whether production could be served as it stands. */
import { resolve, join } from 'node:path'
import { openExchangeFolder, type FolderState } from '../authority/oqs/folder/exchange-folder'
import { readFacilityLayout } from '../authority/oqs/layout/read-layout-file'
import { loadProductionAnchors } from '../checks/anchors'
import { loadSurfaceAnchors } from '../checks/surface-anchors'
import { StartError } from '../start-error'
import type { FacilityConfig } from './facilities'
import type { Settings } from './settings'

const FOLDER_FAULTS: Readonly<Record<Exclude<FolderState, 'ok'>, string>> = {
  missing: 'has no req and res, or the share is away',
  readonly: 'cannot be written by this account: req and the work folder must be',
  otherVolume: 'has its work folder on another volume than req',
}

/** One sentence each; none in training, where none of it is used. Nothing is written but the work folder, where it is missing. */
export async function checkProduction({
  settings,
  facilities,
}: {
  settings: Pick<Settings, 'mode' | 'data' | 'anchors'>
  facilities: readonly FacilityConfig[] | null
}): Promise<string[]> {
  if (settings.mode !== 'production') return []
  const data = resolve(settings.data)
  const anchors = resolve(settings.anchors ?? join(data, 'anchors'))
  const faults = [
    ...faultOf(() => loadProductionAnchors(anchors)),
    ...faultOf(() => loadSurfaceAnchors(anchors)),
    ...faultOf(() => readFacilityLayout(data)),
    ...(facilities === null ? ['Production mode needs a facility (docs/running.md).'] : []),
  ]
  for (const facility of facilities ?? []) faults.push(...(await checkFolder(facility)))
  return faults
}

async function checkFolder({ id, oqs }: FacilityConfig): Promise<string[]> {
  if (!oqs) return [`The facility ${id} has no exchange folder (oqs), which production needs.`]
  const { root, work = join(root, 'tazune') } = oqs
  const state = await openExchangeFolder({ root, work, largest: 0 }).state()
  return state === 'ok' ? [] : [`The exchange folder of ${id} ${FOLDER_FAULTS[state]}.`]
}

function faultOf(read: () => unknown): string[] {
  try {
    read()
    return []
  } catch (cause) {
    if (cause instanceof StartError) return [cause.message]
    throw cause
  }
}
