/** What is wrong with the destinations of all facilities together, or with what they name. */
import { accessSync, constants, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ExportDestination } from '../export/settings'
import type { FacilityConfig } from './facilities'
import { SECRET_USES, type Secrets, type SecretUse } from './secrets'

interface Named {
  facilityId: string
  destination: ExportDestination
}

/** One sentence each; no secret, and no name of one, which may be a secret in the wrong place. */
export function findExportFaults(
  facilities: readonly FacilityConfig[],
  secrets: Secrets,
): string[] {
  const all = allOf(facilities)
  return [...all.flatMap((each) => secretFaults(each, secrets)), ...sharedFaults(all, secrets)]
}

/** Folders that are missing or not writable now: asked for by `--check-config`, since a share may be away for a time. */
export function findFolderFaults(facilities: readonly FacilityConfig[]): string[] {
  return allOf(facilities).flatMap((each) => {
    const folder = folderOf(each.destination)
    return folder === null || isWritable(folder)
      ? []
      : [`The folder of ${placeOf(each)} is not there or cannot be written to.`]
  })
}

function allOf(facilities: readonly FacilityConfig[]): Named[] {
  return facilities.flatMap(({ id, destinations }) =>
    (destinations ?? []).map((destination) => ({ facilityId: id, destination })),
  )
}

function placeOf({ facilityId, destination }: Named): string {
  return `destination ${destination.id} of facility ${facilityId}`
}

function secretFaults(each: Named, secrets: Secrets): string[] {
  return secretsOf(each.destination).flatMap(({ use, field, name }) =>
    name !== undefined && secrets.find(use, name) === null
      ? [
          `The secret that ${field} of ${placeOf(each)} names must be there, and be ${SECRET_USES[use]}.`,
        ]
      : [],
  )
}

interface NamedSecret {
  use: SecretUse
  /** Of the settings. */
  field: string
  name: string | undefined
}

function secretsOf(destination: ExportDestination): NamedSecret[] {
  switch (destination.kind) {
    case 'csv':
    case 'fhir':
      return []
    case 'orca': {
      const { password, clientCertificate } = destination
      return [
        { use: 'password', field: 'password', name: password },
        { use: 'clientCertificate', field: 'clientCertificate', name: clientCertificate },
      ]
    }
    case 'webhook': {
      const { key, token } = destination
      return [
        { use: 'signingKey', field: 'key', name: key },
        { use: 'token', field: 'token', name: token },
      ]
    }
  }
}

/** What one would take for another's. */
function sharedFaults(all: readonly Named[], secrets: Secrets): string[] {
  const faults: string[] = []
  const folders = new Map<string, Named[]>()
  const tokens = new Map<string, Named>()
  for (const each of all) {
    const folder = folderOf(each.destination)
    const before = folder === null ? [] : (folders.get(folder) ?? [])
    // Files of one kind have the same names.
    const isAnothers = before.some(
      ({ facilityId, destination: { kind } }) =>
        facilityId !== each.facilityId || kind === each.destination.kind,
    )
    if (isAnothers) faults.push(`The folder of ${placeOf(each)} is another destination’s.`)
    if (folder !== null) folders.set(folder, [...before, each])
    const { destination } = each
    if (destination.kind !== 'webhook' || destination.token === undefined) continue
    const token = secrets.find('token', destination.token)
    if (token === null) continue
    if (tokens.has(token)) faults.push(`The token of ${placeOf(each)} is another destination’s.`)
    tokens.set(token, each)
  }
  return faults
}

function folderOf(destination: ExportDestination): string | null {
  return 'folder' in destination ? resolve(destination.folder) : null
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return statSync(folder).isDirectory()
  } catch {
    // Whatever is in the way, the sentence is the same.
    return false
  }
}
