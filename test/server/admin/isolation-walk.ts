/** Every operation of the document, asked with bodies made by its schema out of another facility's ids; run on both databases. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PATHS } from '../../../api/wire'
import { createTagId } from '../../../domain/tags'
import { issueCode } from '../../../server/cli/codes'
import { issueFacePasscode } from '../../../server/cli/face-passcodes'
import type { Database } from '../../../server/store/sql'
import type { Store } from '../../../server/store/store'
import { makeValue, type Hints } from '../../../tools/fuzz/api/make-value'
import type { Operation } from '../../../tools/fuzz/api/operations'
import {
  createFuzzWorld,
  OTHER,
  OTHER_MARK,
  PERSONA,
  type FuzzWorld,
  RECEIVER_TOKEN,
} from '../../../tools/fuzz/api/world'
import { createRandom } from '../../../tools/fuzz/random'
import { ADMIN_ORIGIN } from '../../support/admin-client'
import { createDeviceKeyPairs, publicJwk } from '../../support/device-client'
import { randomBytes } from '../../support/gateway'

export interface Ground {
  store: Store
  database: Database
  /** The tables, each with the columns it has. */
  tables(): Promise<{ name: string; columns: string[] }[]>
  end(): Promise<void>
}

const LONG_MS = 300_000
const ROUNDS = 3
/** Beside what is refused for its form. */
const FORM = 'TZ-G01'

export function describeIsolation(name: string, prepare: () => Promise<Ground>): void {
  describe(`another facility on ${name}`, () => {
    let ground: Ground
    let world: FuzzWorld
    let ids: string[]
    let special: Theirs['special']

    beforeAll(async () => {
      ground = await prepare()
      world = await createFuzzWorld(ground.store)
      ;({ ids, special } = await furnish(world))
    }, LONG_MS)
    afterAll(async () => {
      await world.end()
      await ground.end()
    })

    /** All its rows, whatever table they stand in. */
    async function rowsOfOther(): Promise<Record<string, string>> {
      const rows: Record<string, string> = {}
      for (const { name: table, columns } of await ground.tables()) {
        const key = table === 'facilities' ? 'id' : 'facility_id'
        // What is over is forgotten there, whoever asks next.
        if (!columns.includes(key) || table === 'replays') continue
        const found = await ground.database.all(
          `SELECT * FROM ${table} WHERE ${key} = ? ORDER BY ${columns.join(', ')}`,
          [OTHER],
        )
        rows[table] = JSON.stringify(found)
      }
      return rows
    }

    it(
      'gives and changes nothing, whatever operation is asked with its ids, and each gets beyond the form of what it takes',
      async () => {
        const before = await rowsOfOther()
        for (const id of [ids[0], ids[1]]) expect(JSON.stringify(before)).toContain(id)
        const beyond = new Set<string>()
        const taking = world.operations.filter(takesSomething)
        for (const [index, operation] of taking.entries()) {
          for (const [at, id] of ids.entries()) {
            for (let round = 0; round < ROUNDS; round += 1) {
              const number = (index * ids.length + at) * ROUNDS + round
              const reply = await ask(world, operation, id, number, special[operation.id])
              const text = await reply.text()
              const what = `${operation.id} with ${id}`
              expect(reply.status, what).toBeLessThan(500)
              expect(text, what).not.toContain(OTHER_MARK)
              for (const other of ids) {
                // That it was asked for here is what the facility's own audit says.
                const isOwnWord = operation.id === 'listAudit' && other === ids[1]
                if (other !== id && !isOwnWord) expect(text, what).not.toContain(other)
              }
              if (!text.includes(`"${FORM}"`)) beyond.add(operation.id)
            }
          }
        }
        expect(await rowsOfOther()).toEqual(before)
        expect(taking.filter(({ id }) => !beyond.has(id)).map(({ id }) => id)).toEqual([])
      },
      LONG_MS,
    )
  })
}

/** Signing out would end the walk; who signs in has no facility yet, and a wrong passcode is counted where it was tried. */
function takesSomething({ id, body, parameters }: Operation): boolean {
  return !/^sign(?:Out|InByPasscode)$/.test(id) && (body !== null || parameters.length > 0)
}

/** Something of everything at the other facility; its ids. */
async function furnish(world: FuzzWorld): Promise<Theirs> {
  const { gateway } = world
  const device = await world.device('otherDevice')
  const [challenge] = await device.fetchChallenges(1)
  const tag = createTagId(randomBytes)
  const retired = { retiredAt: null, writtenAt: '2026-06-01T00:00:00.000Z' }
  const tags = [{ id: tag, kind: 'visit', patientId: 'other-patient', ...retired }]
  expect((await device.request('POST', PATHS.tags, { tags })).status).toBe(200)
  const check = world.otherIds.at(-1) ?? ''
  const asked = { checkId: check, staffId: 'other-staff' }
  expect((await device.request('POST', PATHS.medical, asked)).status).toBe(200)
  await issueFacePasscode(gateway.store, OTHER)
  await issueCode(gateway.store, OTHER, ADMIN_ORIGIN)
  const administrator = await world.person('otherAdministrator')
  const envelope = await device.createCheck({ card: gateway.card(PERSONA), challenge: null })
  const { signing, answering } = await createDeviceKeyPairs()
  return {
    ids: [
      ...[device.deviceId, check, tag, 'other-patient', 'other-staff', challenge?.id ?? ''],
      ...[administrator.personId, administrator.signIn],
    ],
    special: {
      sendChecks: { check: [envelope] },
      activateDevice: {
        signingKey: [await publicJwk(signing.publicKey)],
        answerKey: [await publicJwk(answering.publicKey)],
      },
    },
  }
}

interface Theirs {
  ids: string[]
  /** By operation: what no schema can make, a good check of theirs for one. */
  special: Readonly<Record<string, Hints>>
}

const ID_NAMES = [
  ...[
    'id',
    'ids',
    'facilityId',
    'deviceId',
    'checkId',
    'check',
    'personId',
    'patientId',
    'staffId',
  ],
  ...['visitId', 'number', 'token', 'code', 'signIn', 'day', 'header', 'assertion', 'rawId'],
]

async function ask(
  world: FuzzWorld,
  operation: Operation,
  id: string,
  number: number,
  special: Hints = {},
): Promise<Response> {
  world.step()
  const { method, path, parameters, body, security } = operation
  const random = createRandom(number, operation.id, 0)
  // Once everywhere, once where an id is meant, once nowhere but in the path: some forms refuse an id.
  const hints: Hints = Object.fromEntries(
    (number % ROUNDS === 0 ? ID_NAMES : ID_NAMES.slice(0, 10)).map((name) => [name, [id]]),
  )
  const making = {
    random,
    hints: { ...(number % ROUNDS === 2 ? {} : hints), ...special },
    canary: 'x',
  }
  const filled = path.replaceAll(/\{\w+\}/g, encodeURIComponent(id))
  const query = parameters
    .filter((each) => each.in === 'query')
    .map(
      ({ name, schema }) =>
        `${name}=${encodeURIComponent(String(makeValue(schema, making, name)))}`,
    )
    .join('&')
  const value = body ? makeValue(body.schema, making) : undefined
  const credentials: Record<string, string> =
    security === 'device'
      ? await (await world.device('device')).authorize(method, filled)
      : security === 'receiver'
        ? { Authorization: `Bearer ${RECEIVER_TOKEN}` }
        : { Origin: ADMIN_ORIGIN, Cookie: (await world.person('administrator')).cookie() ?? '' }
  return world.gateway.fetch(`${ADMIN_ORIGIN}${filled}?${query}`, {
    method,
    headers: { ...credentials, ...(body && { 'Content-Type': body.mediaType }) },
    ...(body && { body: typeof value === 'string' ? value : JSON.stringify(value) }),
  })
}
