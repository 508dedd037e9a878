import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { SANDBOX_PEOPLE } from '../../server/authority/sandbox/people'
import { declarationEvidence, documentEvidence, oralEvidence, REINQUIRY } from '../support/cardless'
import { activateDevice } from '../support/device-client'
import { createFaceCheck, faceEvidence, newPasscode, withFace } from '../support/face-check'
import { createTestGateway } from '../support/gateway'

const folder = mkdtempSync(join(tmpdir(), 'tazune-canary-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('what the gateway writes down', () => {
  it('holds no value of a patient: not in the log, not in the store, not in a reply', async () => {
    const [person] = SANDBOX_PEOPLE
    if (!person) throw new Error('nobody')
    const canaries = {
      name: 'カナリア花子',
      kana: 'カナリアハナコ',
      address: 'カナリア町一番地',
      number: '7654321098',
      pin: '8642',
      relation: 'カナリアの長男',
    }
    const coverages = person.record.coverages.map((each) => ({ ...each, number: canaries.number }))
    const gateway = await createTestGateway({
      paths: { store: join(folder, 'gateway.sqlite'), sandbox: ':memory:' },
      people: [
        {
          ...person,
          name: canaries.name,
          kana: canaries.kana,
          address: canaries.address,
          pin: canaries.pin,
          record: { ...person.record, coverages },
        },
      ],
    })
    const patientId = 'canary-patient-5150'
    const replies: string[] = []
    const device = await activateDevice(await gateway.newCode(), {
      fetch: async (input, init) => {
        const reply = await gateway.fetch(input, init)
        replies.push(await reply.clone().text())
        return reply
      },
    })
    const { consent } = device.statementOf()
    if (!consent) throw new Error('no consent')
    const statement = {
      patientId,
      consent: { ...consent, decidedBy: { kind: 'proxy' as const, relation: canaries.relation } },
    }
    const card = gateway.card('valid-30')
    const good = await device.createCheck({ card, statement })
    const bad = await device.createCheck({
      card,
      statement: { ...statement, consent: null, channel: 'eligibilityOnly' },
    })
    const face = { card: withFace(card), passcode: await newPasscode(gateway, Date.now()) }
    const byFace = await createFaceCheck(device, { ...face, statement })
    const unknown = { ...face.passcode, id: 'unknown' }
    const badFace = await createFaceCheck(device, { ...face, passcode: unknown, statement })
    const { keyGroup, textDigest, photoDigest } = faceEvidence(face, '', null, '')
    expect(await device.sendChecks([good, bad, byFace, badFace])).toMatchObject([
      { outcome: 'accepted' },
      { code: 'TZ-G25' },
      { outcome: 'accepted' },
      { code: 'TZ-G31' },
    ])
    // Without the card: what was typed, said and signed.
    const typed = {
      number: 'カナリア9876',
      branch: null,
      symbol: 'カナリア号',
      name: 'カナリア太郎',
    }
    const declared = {
      name: 'カナリア次郎',
      address: 'カナリア台二番地',
      workplace: 'カナリア商事',
    }
    const cardless = await Promise.all([
      device.createUnsigned(documentEvidence(Date.now(), typed), { patientId }),
      device.createUnsigned(declarationEvidence(Date.now(), declared), { patientId }),
      device.createUnsigned(declarationEvidence(Date.now(), { ...declared, workplace: null })),
      device.createUnsigned(oralEvidence(Date.now()), { patientId }),
      device.createUnsigned(REINQUIRY, { patientId }),
    ])
    expect(await device.sendChecks(cardless)).toMatchObject([
      { outcome: 'accepted' },
      { outcome: 'accepted' },
      { code: 'TZ-G57' },
      { code: 'TZ-G52' },
      { outcome: 'accepted' },
    ])
    await gateway.worker.runDue()
    const { answers } = await device.fetchAnswers(0)
    const sealed = answers.find(({ id }) => id === good.id)
    if (!sealed) throw new Error('no answer')
    const answer = JSON.stringify(await device.openAnswer(sealed))
    // The values did travel: else their absence would mean nothing.
    for (const seen of [canaries.name, canaries.address, canaries.number]) {
      expect(answer).toContain(seen)
    }
    await device.request('GET', '/v1/visits')
    await device.request('GET', '/v1/training/cards')

    const written = [
      JSON.stringify(gateway.log),
      ...replies,
      ...readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1')),
    ]
    expect(written.length).toBeGreaterThan(8)
    // Bare, four digits stand in any ciphertext by chance; as a value they would be quoted.
    const { pin, ...texts } = canaries
    const digits = [pin, face.passcode.digits].map((value) => JSON.stringify(value))
    const ofFace = [keyGroup, textDigest, photoDigest]
    const said = [...Object.values(typed), ...Object.values(declared)].filter(
      (text) => text !== null,
    )
    for (const canary of [...Object.values(texts), ...said, patientId, ...digits, ...ofFace]) {
      const bytes = Buffer.from(canary).toString('latin1')
      for (const text of written) {
        expect(text.includes(bytes) || text.includes(canary)).toBe(false)
      }
    }
    await gateway.end()
  })
})
