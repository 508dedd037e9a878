/** The authority beside a folder that the test itself fills. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EligibilityQuery } from '../../../../server/authority/authority'
import { createOqsAuthority } from '../../../../server/authority/oqs/oqs'
import { fillOptions, type OqsOptions } from '../../../../server/authority/oqs/options'
import { fromSettings, OqsSettings } from '../../../../server/authority/oqs/settings'
import { createMemoryJournal, type MemoryJournal } from '../../../support/oqs/memory-journal'

const INSTITUTION = '1319999999'
const QUERY: EligibilityQuery = {
  facilityId: 'facility-1',
  asOf: '2026-11-22',
  channel: 'homeConsent',
  setting: 'homeNursing',
  consent: null,
  subject: {
    kind: 'numbers',
    numbers: { insurerNumber: '01139013', symbol: null, number: '101', branch: null },
    birthdate: '1980-05-20',
  },
}

let root: string
let journal: MemoryJournal
let now: number
let settled: string[]

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'oqs-authority-'))
  await mkdir(join(root, 'req'))
  await mkdir(join(root, 'res'))
  journal = createMemoryJournal()
  now = Date.parse('2026-11-22T01:00:00Z')
  settled = []
})

afterEach(() => rm(root, { recursive: true }))

function open(particulars: Partial<OqsOptions> = {}) {
  return createOqsAuthority({
    facilityId: 'facility-1',
    institutionCode: INSTITUTION,
    root,
    journal,
    roster: () => Promise.resolve(null),
    now: () => now,
    onSettled: (id) => settled.push(id),
    ...particulars,
  })
}

async function answer(text: (identifier: string) => string): Promise<void> {
  const [exchange] = journal.all()
  if (!exchange) throw new Error('nothing was asked')
  const file = `${exchange.fileName.replace('req_', 'res_')}.xml`
  await writeFile(join(root, 'res', file), text(exchange.fileIdentifier))
}

function message(identifier: string, header: string, body: string): string {
  return (
    `<XmlMsg><MessageHeader><MedicalInstitutionCode>${INSTITUTION}</MedicalInstitutionCode>` +
    `<ArbitraryFileIdentifier>${identifier}</ArbitraryFileIdentifier>${header}</MessageHeader>` +
    `<MessageBody>${body}</MessageBody></XmlMsg>`
  )
}

const NOBODY = (identifier: string) =>
  message(
    identifier,
    '<SegmentOfResult>1</SegmentOfResult>',
    '<ProcessingResultStatus>1</ProcessingResultStatus><QualificationValidity>4</QualificationValidity>',
  )

describe('an answer', () => {
  it('that comes days later, after a restart, is still taken', async () => {
    await open().ask('check-1', QUERY)
    now += 3 * 86_400_000
    const after = open()
    expect(await after.find('check-1')).toEqual({ kind: 'pending' })
    await answer(NOBODY)
    expect(await after.find('check-1')).toMatchObject({
      kind: 'answered',
      reply: { validity: 'none' },
    })
    expect(settled).toEqual(['check-1'])
  })

  it('is given again as often as it is asked for', async () => {
    const authority = open()
    await authority.ask('check-1', QUERY)
    await answer(NOBODY)
    const first = await authority.find('check-1')
    expect(await open().find('check-1')).toEqual(first)
    expect(await authority.ask('check-1', QUERY)).toEqual({ kind: 'pending' })
    expect(await readdir(join(root, 'req'))).toHaveLength(1)
  })

  it('that was erased since is not asked for again', async () => {
    const authority = open()
    await authority.ask('check-1', QUERY)
    await answer(NOBODY)
    await authority.find('check-1')
    await journal.eraseResults('facility-1', now + 1)
    expect(await authority.find('check-1')).toEqual({ kind: 'unknown' })
  })

  it('that is an error is told with its code and words', async () => {
    const authority = open()
    await authority.ask('check-1', QUERY)
    await answer((identifier) =>
      message(
        identifier,
        '<SegmentOfResult>9</SegmentOfResult><ErrorCode>SBX-1</ErrorCode><ErrorMessage>休止中です</ErrorMessage>',
        '',
      ),
    )
    expect(await authority.find('check-1')).toEqual({
      kind: 'failed',
      code: 'TZ-G64',
      authorityCode: 'SBX-1',
      message: '休止中です',
    })
  })

  it('that the interface does not have is told as unreadable, and kept to be read by a better layout', async () => {
    const authority = open()
    await authority.ask('check-1', QUERY)
    await answer((identifier) => NOBODY(identifier).replace('>4<', '>8<'))
    expect(await authority.find('check-1')).toEqual({
      kind: 'failed',
      code: 'TZ-G65',
      authorityCode: null,
      message: null,
    })
    const { layout } = fillOptions({
      ...{ facilityId: 'facility-1', institutionCode: INSTITUTION, root, journal },
      roster: () => Promise.resolve(null),
    })
    const better = {
      ...layout,
      codes: {
        ...layout.codes,
        validity: {
          ...layout.codes.validity,
          values: { ...layout.codes.validity.values, none: '8' },
        },
      },
    }
    expect(await open({ layout: better }).find('check-1')).toMatchObject({ kind: 'answered' })
  })
})

describe('the card of somebody else', () => {
  const KNOWN = {
    numbers: { insurerNumber: '01139013', symbol: null, number: '101', branch: null },
    birthdate: '1980-05-20',
  }
  const byFace = (birthdate?: string): EligibilityQuery => ({
    ...QUERY,
    patientId: 'patient-1',
    subject: {
      kind: 'cardFace',
      faceDigests: new Uint8Array(96),
      ...(birthdate !== undefined && { birthdate }),
    },
  })

  it('is not asked about when its face says another birth date than the roster', async () => {
    const authority = open({ roster: () => Promise.resolve(KNOWN) })
    expect(await authority.ask('check-1', byFace('1980-05-21'))).toEqual({
      kind: 'cannot',
      code: 'TZ-G66',
    })
    expect(await readdir(join(root, 'req'))).toEqual([])
  })

  it.each(['1980-05-20', undefined])('is asked about when its face says %s', async (birthdate) => {
    const authority = open({ roster: () => Promise.resolve(KNOWN) })
    expect(await authority.ask('check-1', byFace(birthdate))).toEqual({ kind: 'pending' })
  })
})

describe('a folder that is away', () => {
  it('is told as missing', async () => {
    const authority = open()
    expect(await authority.folderState()).toBe('ok')
    await rm(join(root, 'req'), { recursive: true })
    expect(await authority.folderState()).toBe('missing')
  })

  it('has nobody asked: the request stays to be asked', async () => {
    const authority = open()
    await rm(join(root, 'req'), { recursive: true })
    await expect(authority.ask('check-1', QUERY)).rejects.toMatchObject({
      isOutOfReach: true,
      cause: { code: 'ENOENT' },
    })
    expect(await authority.find('check-1')).toEqual({ kind: 'neverAsked' })
  })
})

describe('the settings of a folder', () => {
  it('need its place and the 医療機関コード', () => {
    const settings = v.parse(OqsSettings, { root: 'C:\\OQS', institutionCode: '1319999999' })
    expect(fromSettings(settings)).toEqual({ root: 'C:\\OQS', institutionCode: '1319999999' })
  })

  it('say the rest otherwise than usual', () => {
    const settings = v.parse(OqsSettings, {
      root: '/mnt/oqs',
      institutionCode: '1319999999',
      encoding: 'utf-8',
      results: 'leave',
      rescanSeconds: 2,
    })
    expect(fromSettings(settings)).toMatchObject({
      encoding: 'utf-8',
      results: 'leave',
      rescanMs: 2_000,
    })
  })

  it.each([
    [{ root: '/x' }],
    [{ root: '/x', institutionCode: '12' }],
    [{ root: '/x', institutionCode: '1319999999', rescanSeconds: 0 }],
    [{ root: '/x', institutionCode: '1319999999', rot: '/y' }],
  ])('refuse %j', (settings) => {
    expect(v.is(OqsSettings, settings)).toBe(false)
  })
})

describe('a withdrawal of a consent', () => {
  const NOTICE = {
    withdrawalId: 'withdrawal-1',
    facilityId: 'facility-1',
    checkId: 'check-1',
    patientId: 'patient-1',
    items: ['medication'],
  } as const
  const ENTRY = {
    numbers: { insurerNumber: '01139013', symbol: null, number: '101', branch: null },
    birthdate: '1980-05-20',
  } as const
  const DONE = (identifier: string) =>
    message(
      identifier,
      '<SegmentOfResult>1</SegmentOfResult>',
      '<ProcessingResultStatus>1</ProcessingResultStatus>',
    )

  it('that was told is not said to be untold when the roster, or what is released, has changed before its result came', async () => {
    const told = open({ unconfirmed: 'use', roster: () => Promise.resolve(ENTRY) })
    expect(await told.withdrawConsent(NOTICE)).toEqual({ kind: 'pending' })
    const later = open({ unconfirmed: 'refuse' })
    expect(await later.withdrawConsent(NOTICE)).toEqual({ kind: 'pending' })
    await answer(DONE)
    expect(await later.withdrawConsent(NOTICE)).toEqual({ kind: 'told' })
  })

  it('is not tried for ever where the numbers cannot be written: it is said instead', async () => {
    const numbers = { ...ENTRY.numbers, symbol: '𠮷' }
    const roster = () => Promise.resolve({ ...ENTRY, numbers })
    const authority = open({ unconfirmed: 'use', roster })
    expect(await authority.withdrawConsent(NOTICE)).toEqual({ kind: 'cannot', code: 'TZ-G63' })
    expect(journal.all()).toEqual([])
  })
})
