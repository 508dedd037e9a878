import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { ImportPreviewFacts, ImportResult } from '../../../api/admin/roster'
import { createRosterVisits } from '../../../server/roster/visits'
import { ADMIN_ORIGIN, joinAs } from '../../support/admin-client'
import { createTestGateway, FACILITY, ONE_PERSON, type TestGateway } from '../../support/gateway'

const HEADER = '患者番号,氏名,フリガナ,生年月日,備考'
const PATIENT = '00209,見本 一郎,ミホン イチロウ,S25.4.1,'

let gateway: TestGateway
let administrator: Awaited<ReturnType<typeof joinAs>>
beforeAll(async () => {
  gateway = await createTestGateway({ people: ONE_PERSON, publicOrigin: ADMIN_ORIGIN })
  administrator = await joinAs(gateway, 'administrator')
})
afterAll(() => gateway.end())

async function post(path: string, file: string, origin = ADMIN_ORIGIN): Promise<Response> {
  return gateway.fetch(`${ADMIN_ORIGIN}/admin/api/roster/import/${path}`, {
    method: 'POST',
    headers: {
      Origin: origin,
      Cookie: administrator.cookie() ?? '',
      'Content-Type': 'text/csv',
    },
    body: file,
  })
}

async function take(kind: string, file: string): Promise<unknown> {
  const seen = v.parse(ImportPreviewFacts, await (await post(`preview?kind=${kind}`, file)).json())
  if (seen.outcome === 'refused') throw new Error(seen.code)
  const reply = await post(`apply?kind=${kind}&token=${seen.token}&confirmed=no`, file)
  return v.parse(ImportResult, await reply.json())
}

describe('from the facility’s file to its list of the day', () => {
  it('goes by the administrator’s session and the gateway’s own store', async () => {
    expect(await take('patients', `${HEADER}\n${PATIENT}`)).toMatchObject({ outcome: 'applied' })
    const day = new Date(gateway.now() + 9 * 3_600_000).toISOString().slice(0, 10)
    const visits = `訪問日,時刻,患者番号,訪問区分\n${day},9:30,00209,訪問診療`
    expect(await take('visits', visits)).toMatchObject({ counts: { added: 1 } })
    const list = await createRosterVisits(gateway).visitsOn(FACILITY.id, day)
    expect(list).toMatchObject([{ patientId: '00209', name: '見本 一郎', need: { kind: 'card' } }])
  })

  it('takes files that are larger than what tablets may send', async () => {
    const rows = Array.from(
      { length: 12_000 },
      (_, index) =>
        `p${index},見本 一郎,ミホン イチロウ,19${10 + (index % 90)}0401,${'長'.repeat(20)}`,
    )
    const file = [HEADER, ...rows].join('\n')
    expect(file.length).toBeGreaterThan(500_000)
    expect(new TextEncoder().encode(file).length).toBeGreaterThan(1_000_000)
    const reply = await post('preview?kind=visits', file)
    expect(await reply.json()).toMatchObject({ outcome: 'refused', code: 'TZ-P03' })
  })

  it('is not taken from another page', async () => {
    expect((await post('preview?kind=patients', HEADER, 'https://other.test')).status).toBe(403)
  })

  it('stands in the OpenAPI document with its body and its session', async () => {
    const document = (await (await gateway.fetch(`${ADMIN_ORIGIN}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { requestBody?: unknown; security?: unknown }>>
    }
    for (const path of ['preview', 'apply', 'findings']) {
      const operation = document.paths[`/admin/api/roster/import/${path}`]?.post
      expect(operation?.security).toEqual([{ session: [] }])
      expect(operation?.requestBody).toMatchObject({ content: { 'text/csv': {} } })
    }
  })
})
