import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as v from 'valibot'
import {
  AuditList,
  Devices,
  FacePasscodeState,
  Figures,
  InviteLink,
  Me,
  NewCode,
  NewFacePasscode,
  People,
} from '../../../api/admin/wire'
import { AccessResponse, PATHS } from '../../../api/wire'
import {
  ADMIN_ORIGIN,
  createAdminClient,
  joinAs,
  type AdminClient,
} from '../../support/admin-client'
import { activateDevice } from '../../support/device-client'
import {
  createTestClock,
  createTestGateway,
  FACILITY,
  HOUR_MS,
  ONE_PERSON,
  type TestGateway,
} from '../../support/gateway'

const clock = createTestClock(Date.parse('2026-05-31T03:00:00Z'))
let gateway: TestGateway
let administrator: Awaited<ReturnType<typeof joinAs>>

beforeAll(async () => {
  gateway = await createTestGateway({
    people: ONE_PERSON,
    publicOrigin: ADMIN_ORIGIN,
    now: clock.now,
  })
  administrator = await joinAt()
})
afterAll(() => gateway.end())

/** Sessions idle out when the clock is moved. */
async function joinAt() {
  return joinAs(gateway, 'administrator')
}

const json = async <S extends v.GenericSchema>(reply: Response, schema: S) => {
  expect(reply.status).toBe(200)
  return v.parse(schema, await reply.json())
}
const device = async () =>
  activateDevice(await gateway.newCode(), { ...gateway, origin: ADMIN_ORIGIN, now: clock.now })
const factsOf = async (client: AdminClient, id: string) =>
  (await json(await client.get('/devices'), Devices)).devices.find((each) => each.id === id)

describe('people', () => {
  it('are invited, changed and ended, and tablets follow', async () => {
    const invited = await json(
      await administrator.post('/people', { name: '看護　三郎', role: 'readOnly' }),
      InviteLink,
    )
    const named = async () => (await device()).activation.staff.map(({ name }) => name)
    expect(await named()).not.toContain('看護　三郎')
    await administrator.send('PATCH', `/people/${invited.personId}`, { role: 'staff' })
    expect(await named()).toContain('看護　三郎')
    await administrator.post(`/people/${invited.personId}/end`)
    expect(await named()).not.toContain('看護　三郎')
    const { people } = await json(await administrator.get('/people'), People)
    expect(people.find(({ id }) => id === invited.personId)).toMatchObject({
      role: 'staff',
      endedAt: clock.now(),
    })
  })

  it('lose what they had open the moment they end', async () => {
    const staff = await joinAs(gateway, 'staff')
    expect((await staff.get('/me')).status).toBe(200)
    await administrator.post(`/people/${staff.personId}/end`)
    expect((await staff.get('/me')).status).toBe(401)
  })

  it('always leave one who administers', async () => {
    const own = await json(await administrator.get('/me'), Me)
    const { people } = await json(await administrator.get('/people'), People)
    for (const { id, role, endedAt } of people) {
      if (role === 'administrator' && id !== own.person.id && endedAt === null) {
        await administrator.post(`/people/${id}/end`)
      }
    }
    const end = await administrator.post(`/people/${own.person.id}/end`)
    expect([end.status, ((await end.json()) as { code: string }).code]).toEqual([409, 'TZ-G76'])
  })

  it('are refused what their role does not allow, and nothing changes', async () => {
    const staff = await joinAs(gateway, 'staff')
    const readOnly = await joinAs(gateway, 'readOnly')
    const writes: [string, string, unknown?][] = [
      ['POST', '/people', { name: 'x', role: 'administrator' }],
      ['PATCH', `/people/${staff.personId}`, { role: 'administrator' }],
      ['POST', `/people/${administrator.personId}/end`],
      ['POST', `/people/${staff.personId}/invitation`],
      ['GET', '/people'],
      ['POST', '/devices/codes'],
      ['PATCH', '/devices/d', { name: 'x' }],
      ['POST', '/devices/d/revoke'],
      ['POST', '/devices/d/erase'],
      ['POST', '/face-passcode'],
      ['DELETE', '/face-passcode'],
    ]
    for (const client of [staff, readOnly]) {
      for (const [method, path, body] of writes) {
        expect([path, (await client.send(method, path, body)).status]).toEqual([path, 403])
      }
    }
    expect((await staff.get('/audit')).status).toBe(403)
    expect((await readOnly.get('/audit')).status).toBe(200)
    expect((await readOnly.get('/face-passcode')).status).toBe(403)
  })

  it('are sent another link', async () => {
    const invited = await json(
      await administrator.post('/people', { name: '看護　四郎', role: 'staff' }),
      InviteLink,
    )
    const again = await json(
      await administrator.post(`/people/${invited.personId}/invitation`),
      InviteLink,
    )
    expect(again.link).not.toBe(invited.link)
    expect((await administrator.post('/people/nobody/invitation')).status).toBe(404)
  })
})

describe('devices', () => {
  it('are registered by a code that the page gives', async () => {
    const { code, link } = await json(await administrator.post('/devices/codes'), NewCode)
    expect(link).toBe(`${ADMIN_ORIGIN}/activate#code=${code}`)
    const tablet = await activateDevice(code.replaceAll('-', ''), {
      ...gateway,
      origin: ADMIN_ORIGIN,
      now: clock.now,
    })
    expect(await factsOf(administrator, tablet.deviceId)).toMatchObject({
      name: 'タブレット1',
      state: 'active',
      seenAt: null,
      unsent: null,
    })
  })

  it('tell what they hold unsent and are away when they do not come back', async () => {
    const tablet = await device()
    const said = { assertion: await tablet.assertion(), unsent: 3, appVersion: '0.1.0' }
    const reply = await tablet.post(PATHS.access, said)
    v.parse(AccessResponse, await reply.json())
    const seenAt = clock.now()
    const facts = { seenAt, unsent: 3, appVersion: '0.1.0' }
    expect(await factsOf(administrator, tablet.deviceId)).toMatchObject({
      ...facts,
      state: 'active',
    })
    // An older app does not say it.
    await tablet.access()
    expect(await factsOf(administrator, tablet.deviceId)).toMatchObject(facts)
    clock.advance(73 * HOUR_MS)
    administrator = await joinAt()
    expect(await factsOf(administrator, tablet.deviceId)).toMatchObject({ ...facts, state: 'away' })
  })

  it('are not looked for by an id that no database could hold', async () => {
    for (const id of ['%00', 'x%00', '%00x']) {
      const reply = await administrator.post(`/devices/${id}/revoke`)
      expect([reply.status, ((await reply.json()) as { code: string }).code]).toEqual([
        400,
        'TZ-G01',
      ])
    }
  })

  it('are renamed, ordered to erase, and revoked', async () => {
    const tablet = await device()
    const path = `/devices/${tablet.deviceId}`
    expect((await administrator.send('PATCH', path, { name: '玄関の台' })).status).toBe(200)
    expect((await administrator.post(`${path}/erase`)).status).toBe(200)
    expect((await tablet.access()).orders).toEqual(['eraseVault'])
    expect((await administrator.post(`${path}/revoke`)).status).toBe(200)
    expect((await administrator.post(`${path}/revoke`)).status).toBe(404)
    await expect(tablet.access()).rejects.toThrow('403')
    expect(await factsOf(administrator, tablet.deviceId)).toMatchObject({
      name: '玄関の台',
      state: 'revoked',
      eraseOrderedAt: clock.now(),
    })
  })
})

describe('the 目視パスコード', () => {
  it('is shown once, and withdrawn', async () => {
    const { digits } = await json(await administrator.post('/face-passcode'), NewFacePasscode)
    expect(digits).toMatch(/^\d{4}$/)
    const state = await json(await administrator.get('/face-passcode'), FacePasscodeState)
    expect(state.current?.issuedAt).toBe(clock.now())
    expect((await administrator.send('DELETE', '/face-passcode')).status).toBe(200)
    expect((await administrator.send('DELETE', '/face-passcode')).status).toBe(404)
    const after = await json(await administrator.get('/face-passcode'), FacePasscodeState)
    expect(after.current).toBeNull()
  })
})

describe('use figures', () => {
  it('count what came on each day', async () => {
    const tablet = await device()
    await tablet.sendChecks([await tablet.createCheck({ card: gateway.card('valid-30') })])
    const today = new Date(clock.now() + 9 * HOUR_MS).toISOString().slice(0, 10)
    const { days } = await json(
      await administrator.get(`/figures?from=${today}&to=${today}`),
      Figures,
    )
    expect(days).toEqual([
      {
        day: today,
        received: 1,
        rejected: 0,
        answered: 0,
        unanswered: 0,
        withdrawn: 0,
        devices: 1,
      },
    ])
  })

  it('are asked for at most four hundred days, in order', async () => {
    for (const query of [
      'from=2026-05-02&to=2026-05-01',
      'from=2020-01-01&to=2026-05-01',
      'from=2026-02-31&to=2026-13-01',
      'from=x&to=y',
      '',
    ]) {
      expect((await administrator.get(`/figures?${query}`)).status).toBe(400)
    }
  })
})

describe('the audit', () => {
  it('tells who did what, and is whole', async () => {
    const tablet = await device()
    await administrator.post(`/devices/${tablet.deviceId}/revoke`)
    const { rows } = await json(await administrator.get('/audit'), AuditList)
    expect(rows[0]).toMatchObject({
      who: { kind: 'person', id: administrator.personId },
      act: 'deviceRevoked',
      about: { device: tablet.deviceId },
    })
    expect(rows[1]).toMatchObject({
      who: { kind: 'device', id: tablet.deviceId },
      act: 'deviceActivated',
    })
    expect(await gateway.store.audit.verify(FACILITY.id)).toMatchObject({ kind: 'whole' })
  })

  it('is paged and exported', async () => {
    const { rows } = await json(await administrator.get('/audit?before=4'), AuditList)
    expect(rows.map(({ seq }) => seq)).toEqual([3, 2, 1])
    const reply = await administrator.post('/audit/export')
    expect(reply.headers.get('Content-Type')).toContain('application/jsonl')
    const lines = (await reply.text()).trimEnd().split('\n')
    const last = JSON.parse(lines.at(-1) ?? '') as { act: string; seq: number }
    expect(last).toMatchObject({ act: 'auditExported', seq: lines.length })
  })

  it('holds no name', async () => {
    const reply = await administrator.post('/audit/export')
    const text = await reply.text()
    for (const name of ['看護', '管理', 'タブレット', '玄関']) expect(text).not.toContain(name)
  })
})

it('nobody who is not signed in gets anything', async () => {
  const nobody = createAdminClient(gateway)
  for (const path of ['/me', '/people', '/devices', '/face-passcode', '/figures', '/audit']) {
    expect((await nobody.get(path)).status).toBe(401)
  }
})
