import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAX_TAG_BATCH, PATHS, TagsResponse, type TagRow } from '../../../api/wire'
import * as v from 'valibot'
import { createTagId } from '../../../domain/tags'
import type { Visit } from '../../../domain/visit'
import { withTags } from '../../../server/tags/with-tags'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import { createTestGateway, FACILITY, randomBytes, type TestGateway } from '../../support/gateway'

const WRITTEN = '2026-11-21T01:00:00.000Z'
const LOST = '2026-11-21T05:00:00.000Z'

let gateway: TestGateway
let device: DeviceClient

beforeAll(async () => {
  gateway = await createTestGateway({ people: [] })
  device = await activateDevice(await gateway.newCode(), { fetch: gateway.fetch })
})
afterAll(() => gateway.end())

function tagOf(change: Partial<TagRow> = {}): TagRow {
  return {
    id: createTagId(randomBytes),
    kind: 'visit',
    patientId: 'patient-1',
    writtenAt: WRITTEN,
    retiredAt: null,
    ...change,
  }
}

async function register(...tags: TagRow[]): Promise<string[]> {
  const reply = await device.request('POST', PATHS.tags, { tags })
  expect(reply.status).toBe(200)
  const { results } = v.parse(TagsResponse, await reply.json())
  expect(results.map(({ id }) => id)).toEqual(tags.map(({ id }) => id))
  return results.map(({ outcome }) => outcome)
}

const inUse = async (patientId: string, facilityId = FACILITY.id): Promise<string[]> =>
  ((await gateway.store.tags.inUse(facilityId)).get(patientId) ?? []).map(({ id }) => id)

describe('registering a tag', () => {
  it('keeps it, and keeps it once however often it is sent', async () => {
    const tag = tagOf({ patientId: 'once' })
    expect(await register(tag)).toEqual(['kept'])
    expect(await register(tag, tag)).toEqual(['kept', 'kept'])
    expect(await inUse('once')).toEqual([tag.id])
  })

  it('takes a lost one out of use for good', async () => {
    const tag = tagOf({ patientId: 'lost' })
    await register(tag)
    expect(await register({ ...tag, retiredAt: LOST })).toEqual(['kept'])
    expect(await inUse('lost')).toEqual([])
    // The tablet that wrote it was away and sends what it knew.
    expect(await register(tag)).toEqual(['kept'])
    expect(await inUse('lost')).toEqual([])
  })

  it('refuses an id that is another patient’s or of another kind, and keeps the rest of the batch', async () => {
    const tag = tagOf({ patientId: 'first' })
    await register(tag)
    const fine = tagOf({ patientId: 'second' })
    expect(
      await register({ ...tag, patientId: 'second' }, { ...tag, kind: 'patientCard' }, fine),
    ).toEqual(['taken', 'taken', 'kept'])
    expect(await inUse('first')).toEqual([tag.id])
    expect(await inUse('second')).toEqual([fine.id])
  })

  it('keeps facilities apart', async () => {
    const tag = tagOf({ patientId: 'shared name' })
    await register(tag)
    await gateway.store.facilities.put({ ...FACILITY, id: 'facility-2' })
    const retired = { ...tag, writtenAt: 1, retiredAt: 2 }
    expect(await gateway.store.tags.keep('facility-2', [retired])).toEqual([true])
    expect(await inUse('shared name')).toEqual([tag.id])
    expect(await inUse('shared name', 'facility-2')).toEqual([])
  })

  it('needs a registered device', async () => {
    const body = JSON.stringify({ tags: [tagOf()] })
    const headers = { 'Content-Type': 'application/json' }
    const reply = await gateway.fetch(PATHS.tags, { method: 'POST', headers, body })
    expect(reply.status).toBe(401)
  })

  it.each([
    ['no tag', []],
    ['too many', Array.from({ length: MAX_TAG_BATCH + 1 }, () => tagOf())],
    ['an id that is none', [tagOf({ id: 'patient-1' })]],
    ['no patient', [tagOf({ patientId: '' })]],
    ['a time that is none', [tagOf({ writtenAt: 'yesterday' })]],
    ['an unknown kind', [{ ...tagOf(), kind: 'staff' }]],
  ])('refuses %s and repeats nothing of it', async (_what, tags) => {
    const reply = await device.request('POST', PATHS.tags, { tags })
    expect(reply.status).toBe(400)
    expect(await reply.text()).not.toContain('patient-1')
  })

  it('leaves no tag and no patient in the log', async () => {
    gateway.log.length = 0
    const tag = tagOf()
    await register(tag)
    const log = JSON.stringify(gateway.log)
    expect(log).toContain(PATHS.tags)
    expect(log).not.toContain(tag.id)
    expect(log).not.toContain(tag.patientId)
  })
})

describe('today’s visits', () => {
  const visit: Visit = {
    id: 'v-1',
    patientId: 'listed',
    scheduledAt: WRITTEN,
    name: '見本　花子',
    nameKana: 'ミホン ハナコ',
    birthdate: '1950-03-03',
    setting: 'homeNursing',
    need: { kind: 'card' },
    cardHasPin: true,
  }
  const source = { visitsOn: () => Promise.resolve([visit, { ...visit, patientId: 'none' }]) }

  it('carry each patient’s tags in use, oldest first, and nothing where there is none', async () => {
    const newer = tagOf({ patientId: 'listed', writtenAt: LOST, kind: 'patientCard' })
    const older = tagOf({ patientId: 'listed' })
    const gone = tagOf({ patientId: 'listed', retiredAt: LOST })
    await register(newer, older, gone)
    const listed = await withTags(source, gateway.store.tags).visitsOn(FACILITY.id, '2026-11-21')
    expect(listed[0]?.tags).toEqual([
      { id: older.id, kind: 'visit' },
      { id: newer.id, kind: 'patientCard' },
    ])
    expect(listed[1]).not.toHaveProperty('tags')
  })
})
