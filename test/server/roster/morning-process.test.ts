/** The morning as strangers see it: a gateway and the far side of its folder, each in a process of its own. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ImportPreviewFacts,
  ImportResult,
  RosterDay,
  RosterPatientFacts,
} from '../../../api/admin/roster'
import { ADMIN_API } from '../../../api/admin/wire'
import { PATHS, VisitsResponse } from '../../../api/wire'
import { addDays, dayInJapan } from '../../../domain/days'
import type { Visit } from '../../../domain/visit'
import { SANDBOX_PEOPLE } from '../../../server/authority/sandbox/people'
import { birthdateOf } from '../../../server/authority/sandbox/person-facts'
import { codeOf, PASSCODE } from '../../support/admin-client'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import { runGateway, startServing, type GatewayProcess } from '../../support/gateway-process'
import { startSimulator, type Simulator } from '../../support/oqs/simulator'
import { patientsCsv, writeProduction } from '../../support/production'

const folder = mkdtempSync(join(tmpdir(), 'tazune-morning-'))
const data = join(folder, 'data')
const ID = 'north'
const INSTITUTION = '1319999999'
const today = dayInJapan(Date.now())
const tomorrow = addDays(today, 1)
const START_MS = 120_000

let simulator: Simulator | undefined
let gateway: Omit<GatewayProcess, 'code'> | undefined
let device: DeviceClient
const ON_WELFARE = personOf('welfare-alone')
let cookie = ''

beforeAll(async () => {
  simulator = await startSimulator(['--institution', INSTITUTION])
  await writeProduction(data, [{ id: ID, root: simulator.root, institutionCode: INSTITUTION }])
  // Whatever the hour is, it is time.
  const path = join(data, 'facilities', `${ID}.json`)
  const facility = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  const oqs = { ...(facility.oqs as object), welfareList: true }
  writeFileSync(path, JSON.stringify({ ...facility, oqs, morning: '00:00' }))
  // The file of the facility's own software calls its numbers something of its own.
  const words = { source: 'example', asOf: '2026-11-01', patients: { patientId: ['整理番号'] } }
  writeFileSync(join(data, 'roster-words.json'), JSON.stringify(words))
  gateway = await startServing(data)
}, START_MS)

afterAll(async () => {
  await gateway?.end('SIGTERM')
  await simulator?.stop()
  rmSync(folder, { recursive: true, force: true })
})

function personOf(id: string) {
  const person = SANDBOX_PEOPLE.find((each) => each.id === id)
  if (!person) throw new Error(id)
  return person
}

function urlOf(): string {
  if (!gateway) throw new Error('no gateway')
  return gateway.url
}

async function command(flag: string): Promise<string> {
  return (await runGateway(['--data', data, '--facility', ID, flag])).output
}

async function ask(method: string, path: string, type?: string, body?: string): Promise<Response> {
  const url = urlOf()
  return fetch(url + ADMIN_API + path, {
    method,
    headers: { Origin: url, Cookie: cookie, ...(type !== undefined && { 'Content-Type': type }) },
    ...(body !== undefined && { body }),
  })
}

async function importFile(kind: string, text: string): Promise<unknown> {
  const path = `/roster/import`
  const preview = await ask('POST', `${path}/preview?kind=${kind}`, 'text/csv', text)
  const seen = v.parse(ImportPreviewFacts, await preview.json())
  if (seen.outcome === 'refused') throw new Error(seen.code)
  const query = `kind=${kind}&token=${seen.token}&confirmed=yes`
  const applied = await ask('POST', `${path}/apply?${query}`, 'text/csv', text)
  return v.parse(ImportResult, await applied.json())
}

const seeDay = async (day: string) =>
  v.parse(RosterDay, await (await ask('GET', `/roster/day?day=${day}`)).json())

const receivedOf = (kind: string) =>
  (simulator?.lines ?? []).filter((line) => line.event === 'received' && line.file.includes(kind))

describe('a morning in production', () => {
  it('begins with files that an administrator imports by the page’s routes', async () => {
    const link = /(http\S+#invite=\S+)/.exec(await command('--new-administrator'))?.[1] ?? ''
    const taken = JSON.stringify({ code: codeOf(link), passcode: PASSCODE })
    const joined = await ask('POST', '/invitation/passcode', 'application/json', taken)
    cookie = joined.headers.get('Set-Cookie')?.split(';')[0] ?? ''
    // Whoever has 医療扶助 alone has no numbers of an insurance.
    const { name, kana } = ON_WELFARE
    const onWelfare = [
      'on-welfare',
      name,
      kana,
      birthdateOf(ON_WELFARE, today),
      ...',,,,,はい'.split(','),
    ]
    const patients = `${patientsCsv().replace('患者番号', '整理番号')}\n${onWelfare.join(',')}`
    expect(await importFile('patients', patients)).toMatchObject({ outcome: 'applied' })
    const visits = [
      '訪問日,時刻,患者番号,場面',
      `${today},9:00,patient-valid-30,訪問看護`,
      `${today},10:00,without-numbers,訪問看護`,
      `${today},11:00,on-welfare,訪問看護`,
      `${tomorrow},9:00,patient-valid-10,訪問看護`,
    ]
    expect(await importFile('visits', visits.join('\n'))).toMatchObject({ counts: { added: 4 } })
  })

  it(
    'is caught up with at the next start, asked once, and its answer taken',
    async () => {
      await gateway?.end('SIGTERM')
      gateway = await startServing(data)
      await expect
        .poll(async () => (await seeDay(today)).morning?.result?.bulk, { timeout: 90_000 })
        .toBe('taken')
      const { morning, visits } = await seeDay(today)
      expect(morning?.result).toMatchObject({ asked: 1, taken: { undecided: 0, failed: 0 } })
      expect(visits).toMatchObject([
        { patientId: 'patient-valid-30', lastAnswer: { on: today }, reason: null },
        { patientId: 'without-numbers', lastAnswer: null, welfare: null },
        { patientId: 'on-welfare', lastAnswer: null },
      ])
      expect(visits[1]?.reason).not.toBeNull()
    },
    START_MS,
  )

  it(
    'has this month’s 医療扶助 of whom the list names',
    async () => {
      await expect
        .poll(async () => (await seeDay(today)).morning?.result?.welfare?.state, {
          timeout: 90_000,
        })
        .toBe('taken')
      expect((await seeDay(today)).visits[2]).toMatchObject({ welfare: 'inForce' })
      const body = JSON.stringify({ patientId: 'on-welfare' })
      const reply = await ask('POST', '/roster/patient', 'application/json', body)
      expect(v.parse(RosterPatientFacts, await reply.json())).toMatchObject({
        current: null,
        welfare: { on: today, expenses: [{ recipientNumber: '1000017', use: 'alone' }] },
      })
    },
    START_MS,
  )

  it(
    'is not asked again by whoever starts later that day',
    async () => {
      await gateway?.end('SIGKILL')
      gateway = await startServing(data)
      expect((await seeDay(today)).morning?.result?.bulk).toBe('taken')
      expect(receivedOf('muquc01')).toHaveLength(1)
      expect(receivedOf('muhvq01')).toHaveLength(1)
      expect(receivedOf('mutic01')).toHaveLength(1)
    },
    START_MS,
  )

  it('gives a tablet its own day, and nothing of another', async () => {
    const code = /#code=([0-9A-Z-]+)/.exec(await command('--new-code'))?.[1] ?? ''
    device = await activateDevice(code.replaceAll('-', ''), { origin: urlOf(), fetch })
    const reply = await device.request('GET', PATHS.visits)
    const { day, sealed } = v.parse(VisitsResponse, await reply.json())
    const aad = new TextEncoder().encode(`visits:${day}`)
    const visits = (await device.openSealed(sealed, aad)) as Visit[]
    expect(day).toBe(today)
    expect(visits.map(({ patientId }) => patientId)).toEqual([
      ...['patient-valid-30', 'without-numbers', 'on-welfare'],
    ])
    expect(visits[0]?.history?.lastAnswer).toMatchObject({ on: today })
  })

  it('leaves nothing of a patient in the log', () => {
    const log = readFileSync(join(data, 'gateway.log'), 'utf8')
    expect(log).toContain('"event":"morning"')
    expect(log).not.toMatch(/見本|ミホン|patient-valid|without-numbers|on-welfare|1000017/)
  })
})
