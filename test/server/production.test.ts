/** Production as strangers see it: a gateway, and the far side of each facility's folder, in processes of their own. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EligibilityAnswer, NoAnswerNotice } from '../../domain/answer'
import type { Visit } from '../../domain/visit'
import { documentEvidence, REINQUIRY } from '../support/cardless'
import { activateDevice, type DeviceClient } from '../support/device-client'
import { runGateway, startServing, type GatewayProcess } from '../support/gateway-process'
import { startSimulator, type Simulator } from '../support/oqs/simulator'
import { fillRoster, patientsCsv, productionCard, writeProduction } from '../support/production'

const folder = mkdtempSync(join(tmpdir(), 'tazune-production-'))
const data = join(folder, 'data')

const FACILITIES = [
  { id: 'north', institutionCode: '1319999999', flags: [], unconfirmed: 'use' },
  { id: 'failing', institutionCode: '2719999999', flags: ['--faults', 'failed', '--rate', '1'] },
  { id: 'foreign', institutionCode: '0119999999', flags: ['--faults', 'wrongOnly', '--rate', '1'] },
] as const
type FacilityId = (typeof FACILITIES)[number]['id']

/** Of seven processes. */
const START_MS = 120_000

const simulators = new Map<FacilityId, Simulator>()
let gateway: Omit<GatewayProcess, 'code'>
const devices = new Map<FacilityId, DeviceClient>()

function of<T>(map: ReadonlyMap<FacilityId, T>, id: FacilityId): T {
  const found = map.get(id)
  if (found === undefined) throw new Error(`no ${id}`)
  return found
}

async function newDevice(id: FacilityId): Promise<DeviceClient> {
  const { output } = await runGateway(['--data', data, '--facility', id, '--new-code'])
  const code = /#code=([0-9A-Z-]+)/.exec(output)?.[1] ?? ''
  return activateDevice(code.replaceAll('-', ''), { origin: gateway.url, fetch })
}

beforeAll(async () => {
  await Promise.all(
    FACILITIES.map(async ({ id, institutionCode, flags }) => {
      simulators.set(id, await startSimulator(['--institution', institutionCode, ...flags]))
    }),
  )
  await writeProduction(
    data,
    FACILITIES.map((each) => ({ ...each, root: of(simulators, each.id).root })),
  )
  await fillRoster(data, patientsCsv(), ['patient-valid-30', 'without-numbers'])
  gateway = await startServing(data)
  for (const { id } of FACILITIES) devices.set(id, await newDevice(id))
}, START_MS)

afterAll(async () => {
  for (const each of simulators.values()) await each.stop()
  await gateway.end('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
})

type End = { answer: EligibilityAnswer } | { none: NoAnswerNotice }

/** What became of these checks; those of which nothing was heard in time are missing. */
async function endsOf(
  device: DeviceClient,
  ids: readonly string[],
  rounds = 40,
): Promise<Map<string, End>> {
  const ends = new Map<string, End>()
  let after = 0
  let unanswered = 0
  for (let round = 0; round < rounds && !ids.every((id) => ends.has(id)); round += 1) {
    const page = await device.fetchUnanswered(unanswered, { after, wait: 2 })
    after = page.next
    unanswered = page.unanswered.next
    for (const each of page.answers) ends.set(each.id, { answer: await device.openAnswer(each) })
    for (const each of page.unanswered.entries) {
      ends.set(each.id, { none: await device.openNoAnswer(each) })
    }
  }
  return ends
}

async function cardCheck(id: FacilityId, patientId: string | null = 'patient-valid-30') {
  return of(devices, id).createCheck({ card: await productionCard(), statement: { patientId } })
}

/** How often each single request was received, by the far side's own record. */
function receivedBy(id: FacilityId): Map<string, number> {
  const counts = new Map<string, number>()
  for (const line of of(simulators, id).lines) {
    if (line.event !== 'received' || !line.file.includes('siquc01')) continue
    counts.set(line.identifier, (counts.get(line.identifier) ?? 0) + 1)
  }
  return counts
}

describe('production', () => {
  it('answers every kind of check that it serves, from the facility’s own folder', async () => {
    const device = of(devices, 'north')
    const patientId = 'patient-valid-30'
    const checks = {
      card: await cardCheck('north'),
      document: await device.createUnsigned(documentEvidence(Date.now()), { patientId }),
      oral: await device.createUnsigned(
        {
          kind: 'oral',
          numbers: { insurerNumber: '01139013', symbol: '13990001', number: '101', branch: '00' },
          birthdate: '1980-05-20',
        },
        { patientId },
      ),
      reinquiry: await device.createUnsigned(REINQUIRY, { patientId }),
      officialApp: await device.createHandOff({ patientId: 'patient-official-soon' }),
    }
    const sent = await device.sendChecks(Object.values(checks))
    expect(sent.map(({ outcome }) => outcome)).toEqual(sent.map(() => 'accepted'))
    const ends = await endsOf(
      device,
      Object.values(checks).map(({ id }) => id),
    )
    const told = Object.entries(checks).map(([kind, { id }]) => {
      const end = ends.get(id)
      if (!end || 'none' in end) return [kind, end?.none.code ?? 'nothing']
      const { validity, identity, coverages } = end.answer
      return [kind, validity, identity, coverages[0]?.name]
    })
    expect(told).toEqual([
      ['card', 'valid', 'pin', '見本　一郎'],
      ['document', 'valid', 'document', '見本　一郎'],
      ['oral', 'valid', 'oral', '見本　一郎'],
      ['reinquiry', 'valid', 'earlierCard', '見本　一郎'],
      ['officialApp', 'valid', 'official', '受付　早苗'],
    ])
    expect(of(simulators, 'north').complaints).toEqual([])
  })

  it('says of what it cannot ask why not, and puts nothing into the folder', async () => {
    const device = of(devices, 'north')
    const before = receivedBy('north').size
    const walkIn = await cardCheck('north', null)
    const noNumbers = await cardCheck('north', 'without-numbers')
    await device.sendChecks([walkIn, noNumbers])
    const ends = await endsOf(device, [walkIn.id, noNumbers.id])
    expect(ends.get(walkIn.id)).toMatchObject({ none: { code: 'TZ-G60', authorityCode: null } })
    expect(ends.get(noNumbers.id)).toMatchObject({ none: { code: 'TZ-G61' } })
    expect(receivedBy('north').size).toBe(before)
  })

  it('tells an error of the authority with its own code and words, and keeps them out of the log', async () => {
    const check = await cardCheck('failing')
    await of(devices, 'failing').sendChecks([check])
    const end = (await endsOf(of(devices, 'failing'), [check.id])).get(check.id)
    if (!end || !('none' in end)) throw new Error('it was not told')
    const { code, authorityCode, message } = end.none
    expect(code).toBe('TZ-G64')
    expect(authorityCode).toMatch(/\w/)
    expect(message).toMatch(/./)
    const log = readFileSync(join(data, 'gateway.log'), 'utf8')
    expect(log).not.toContain(message)
    expect(log).toContain('"step":"unanswered"')
  })

  it('refuses 再照会 until its interface is confirmed, with the code of that', async () => {
    const device = of(devices, 'failing')
    const check = await device.createUnsigned(REINQUIRY, { patientId: 'patient-valid-30' })
    await device.sendChecks([check])
    const ends = await endsOf(device, [check.id])
    expect(ends.get(check.id)).toMatchObject({ none: { code: 'TZ-G62' } })
  })

  it('believes no result that is somebody else’s: the check goes on waiting, and is asked once', async () => {
    const device = of(devices, 'foreign')
    const check = await cardCheck('foreign')
    await device.sendChecks([check])
    expect((await endsOf(device, [check.id], 3)).get(check.id)).toBeUndefined()
    expect([...receivedBy('foreign').values()]).toEqual([1])
  })

  it('killed in the middle asks each check once, loses none and mixes up no facilities', async () => {
    const device = of(devices, 'north')
    const before = receivedBy('north').size
    const checks = []
    for (let count = 0; count < 24; count += 1) checks.push(await cardCheck('north'))
    for (let at = 0; at < checks.length; at += 8) {
      await device.sendChecks(checks.slice(at, at + 8))
      const { port } = new URL(gateway.url)
      await gateway.end('SIGKILL')
      gateway = await startServing(data, ['--port', port])
    }
    const ids = checks.map(({ id }) => id)
    const ends = await endsOf(device, ids, 60)
    expect(ids.filter((id) => !('answer' in (ends.get(id) ?? {})))).toEqual([])
    const received = receivedBy('north')
    expect(received.size - before).toBe(ids.length)
    expect([...received.values()].filter((count) => count !== 1)).toEqual([])
    // Waiting since before the kills, and still asked once.
    expect([...receivedBy('foreign').values()]).toEqual([1])
    for (const other of ['failing', 'foreign'] as const) {
      const heard = await endsOf(of(devices, other), [], 0)
      expect([...heard.keys()].filter((id) => ids.includes(id))).toEqual([])
    }
  })

  it('gives each facility its own list of the day', async () => {
    const reply = await of(devices, 'north').request('GET', '/v1/visits')
    const { day, sealed } = (await reply.json()) as { day: string; sealed: never }
    const aad = new TextEncoder().encode(`visits:${day}`)
    const visits = (await of(devices, 'north').openSealed(sealed, aad)) as { patientId: string }[]
    expect(visits.map(({ patientId }) => patientId)).toEqual([
      'patient-valid-30',
      'without-numbers',
    ])
  })

  it('says before the visit what would bring no answer', async () => {
    const unaskedOf = async (id: FacilityId) => {
      const reply = await of(devices, id).request('GET', '/v1/visits')
      const { day, sealed } = (await reply.json()) as { day: string; sealed: never }
      const aad = new TextEncoder().encode(`visits:${day}`)
      const visits = (await of(devices, id).openSealed(sealed, aad)) as Visit[]
      return visits.map(({ unasked }) => unasked)
    }
    expect(await unaskedOf('north')).toEqual([undefined, { card: 'TZ-G61', reinquiry: 'TZ-G61' }])
    expect(await unaskedOf('failing')).toEqual([
      { card: null, reinquiry: 'TZ-G62' },
      { card: 'TZ-G61', reinquiry: 'TZ-G62' },
    ])
  })

  it('says before it is served what is missing of it', async () => {
    const fits = await runGateway(['--data', data, '--check-config'])
    expect(fits.output).toContain('The configuration fits.')
    expect(fits.code).toBe(0)
    const bare = join(folder, 'bare')
    await writeProduction(bare, [
      { id: 'one', institutionCode: '1319999999', root: join(folder, 'nowhere') },
    ])
    const misses = await runGateway(['--data', bare, '--check-config'])
    expect(misses.code).toBe(1)
    expect(misses.output).toContain('The exchange folder of one has no req and res')
  })
})
