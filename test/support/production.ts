/** What a facility has when it begins in production: CA certificates, facilities with their folders, a roster from its own files. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { webcrypto } from 'node:crypto'
import { join } from 'node:path'
import { toBase64Url } from '../../api/bytes'
import type { CardImage } from '../../domain/card-image'
import { dayInJapan, toMs, startOfDay } from '../../domain/days'
import { facilitiesOf } from '../../server/cli/data-folder'
import { openStore } from '../../server/cli/open-store'
import { readConfiguration } from '../../server/cli/options'
import { openGatewayKeys } from '../../server/keys/gateway-keys'
import { applyImport, previewImport, type ImportKind } from '../../server/roster/import/import-file'
import { BUILT_IN_WORDS } from '../../server/roster/import/words'
import type { Store } from '../../server/store/store'
import { CARD_HOLDER } from './card-fixtures'
import { rosterOn } from './oqs/people'
import { createCa, issueLeaf, keyPair } from './pki'

export interface ProductionFacility {
  id: string
  /** Of its exchange folder. */
  root: string
  institutionCode: string
  unconfirmed?: 'use' | 'refuse'
}

/** Writes config.json, facilities/*.json and the anchors of a data folder, as its administrator would. */
export async function writeProduction(
  data: string,
  facilities: readonly ProductionFacility[],
): Promise<void> {
  mkdirSync(join(data, 'facilities'), { recursive: true })
  mkdirSync(join(data, 'anchors'), { recursive: true })
  writeFileSync(join(data, 'config.json'), JSON.stringify({ mode: 'production' }))
  const ca = await createCa('JPKI')
  writeFileSync(join(data, 'anchors', 'ca.cer'), ca.certificate)
  for (const { id, root, institutionCode, unconfirmed = 'refuse' } of facilities) {
    const facility = {
      ...{ id, name: `${id} 訪問看護ステーション`, kind: 'hospital', institutionCode },
      staff: [{ id: 'staff-1', name: '看護　花子' }],
      oqs: { root, unconfirmed, rescanSeconds: 1 },
    }
    writeFileSync(join(data, 'facilities', `${id}.json`), JSON.stringify(facility))
  }
}

/** A card that the CA of {@link writeProduction} issued, as any other real one would be believed. */
export async function productionCard(): Promise<CardImage> {
  const ca = await createCa('JPKI')
  const keys = await keyPair('leaf')
  const certificate = await issueLeaf(ca, { organization: 'JPKI', keys })
  return {
    ...CARD_HOLDER,
    certificate: toBase64Url(certificate),
    caCertificate: toBase64Url(ca.certificate),
    privateKey: (await webcrypto.subtle.exportKey(
      'jwk',
      keys.privateKey,
    )) as CardImage['privateKey'],
  }
}

/** Works on the store of a data folder whose gateway is not running, or on the PostgreSQL of several. */
export async function onStore<T>(
  data: string,
  work: (store: Store) => Promise<T>,
  databaseUrl: string | null = null,
): Promise<T> {
  const keys = await openGatewayKeys(data)
  const store = await openStore({ data, databaseUrl }, keys)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** Imports a CSV file as the administrator's page does. */
export async function importFile(
  store: Store,
  facilityId: string,
  kind: ImportKind,
  text: string,
): Promise<void> {
  const file = { kind, bytes: new TextEncoder().encode(text), setting: null }
  const world = { roster: store.roster, words: BUILT_IN_WORDS, now: Date.now }
  const preview = await previewImport(facilityId, file, world)
  if (preview.outcome === 'refused') throw new Error(`the file was refused: ${preview.code}`)
  const { token } = preview
  const applied = await applyImport(facilityId, file, { token, confirmed: true }, world)
  if (applied.outcome !== 'applied') throw new Error(`not applied: ${applied.code}`)
}

/** Everything that {@link writeProduction} does not: the facility in the store, its patients, and the visits of today. */
export async function fillRoster(
  data: string,
  patients: string,
  visited: readonly string[],
  databaseUrl: string | null = null,
): Promise<void> {
  const configuration = readConfiguration(['--data', data], {})
  const fill = async (store: Store) => {
    for (const facility of facilitiesOf({ ...configuration, mode: 'production' })) {
      await store.facilities.put(facility)
      await importFile(store, facility.id, 'patients', patients)
      await importFile(store, facility.id, 'visits', visitsCsv(visited))
    }
  }
  await onStore(data, fill, databaseUrl)
}

/** The training people as the facility's own software would export them; one more without numbers. */
export function patientsCsv(): string {
  const today = dayInJapan(Date.now())
  const yesterday = dayInJapan(toMs(startOfDay(today)) - 1)
  const rows = [...rosterOn(today)].map(([patientId, { numbers, birthdate }]) =>
    [
      ...[patientId, '見本 一郎', 'ミホン イチロウ', birthdate, numbers.insurerNumber],
      ...[numbers.symbol ?? '', numbers.number, numbers.branch ?? '', yesterday, 'はい'],
    ].join(','),
  )
  return [
    '患者番号,氏名,フリガナ,生年月日,保険者番号,記号,番号,枝番,カード確認日,継続',
    ...rows,
    'without-numbers,番号 無子,バンゴウ ナシコ,1950-01-01,,,,,,はい',
  ].join('\n')
}

export function visitsCsv(patientIds: readonly string[]): string {
  const today = dayInJapan(Date.now())
  return [
    '訪問日,時刻,患者番号,場面',
    ...patientIds.map((id, at) => `${today},${String(9 + at).padStart(2, '0')}:00,${id},訪問看護`),
  ].join('\n')
}
