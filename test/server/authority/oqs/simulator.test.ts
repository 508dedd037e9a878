/** The authority beside a simulator that shares no code with it: over the folder only. */
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { dayInJapan } from '../../../../domain/days'
import { kanaMatches } from '../../../../domain/names'
import type { AuthorityReply, EligibilityQuery } from '../../../../server/authority/authority'
import { createOqsAuthority } from '../../../../server/authority/oqs/oqs'
import type { OqsOptions } from '../../../../server/authority/oqs/options'
import { SANDBOX_PEOPLE } from '../../../../server/authority/sandbox/people'
import { birthdateOf } from '../../../../server/authority/sandbox/person-facts'
import { createMemoryJournal } from '../../../support/oqs/memory-journal'
import { lookUpOn, rosterOn } from '../../../support/oqs/people'
import { startSimulator, type Simulator } from '../../../support/oqs/simulator'

const TODAY = dayInJapan(Date.now())
const INSTITUTION = '1319999999'
const opened: { stop(): Promise<void> }[] = []
/** One for each set of flags: a process takes longer to start than all that is asked of it. */
const simulators = new Map<string, Promise<Simulator>>()

afterEach(async () => {
  for (const each of opened.splice(0)) await each.stop()
})

afterAll(async () => {
  for (const each of simulators.values()) await (await each).stop()
})

async function openWorld(flags: readonly string[] = [], options: Partial<OqsOptions> = {}) {
  const starting =
    simulators.get(flags.join()) ?? startSimulator(['--delay', '5', '--late', '300', ...flags])
  simulators.set(flags.join(), starting)
  const simulator = await starting
  const before = simulator.lines.length
  const journal = createMemoryJournal()
  const faults: unknown[] = []
  const authority = createOqsAuthority({
    facilityId: 'facility-1',
    institutionCode: INSTITUTION,
    root: simulator.root,
    journal,
    roster: lookUpOn(TODAY),
    unconfirmed: 'use',
    rescanMs: 50,
    settleMs: 200,
    processingMs: 20,
    onFault: (fault) => faults.push(fault),
    ...options,
  })
  authority.start()
  opened.push(authority)
  return {
    authority,
    faults,
    complaints: simulator.complaints,
    /** What the simulator was asked in this world. */
    received: () =>
      simulator.lines.slice(before).flatMap((line) => (line.event === 'received' ? [line] : [])),
    /** What it said to that request, in its own words; told when it lies in the folder. */
    async truthOf(requestId: string) {
      const exchange = journal.all().find((each) => each.requestId === requestId)
      const look = () => simulator.truthOf(exchange?.fileIdentifier ?? '')
      await expect.poll(look).toBeDefined()
      return look()
    },
  }
}

function about(subject: EligibilityQuery['subject'], more: Partial<EligibilityQuery> = {}) {
  return {
    facilityId: 'facility-1',
    asOf: TODAY,
    channel: 'homeConsent',
    setting: 'homeNursing',
    consent: null,
    subject,
    ...more,
  } as const satisfies EligibilityQuery
}

const CARD = { kind: 'certificate', certificate: new Uint8Array(1) } as const

/** Its lists come in any order. */
function inOrder(reply: AuthorityReply): AuthorityReply {
  const sorted = <T>(list: readonly T[]): T[] =>
    [...list].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
  return {
    ...reply,
    coverages: sorted(reply.coverages),
    publicExpenses: sorted(reply.publicExpenses),
  }
}

/** Looks until something else than waiting is found. */
async function settled<T extends { kind: string }>(find: () => Promise<T>): Promise<T> {
  for (;;) {
    const found = await find()
    if (found.kind !== 'pending') return found
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe.each(['cp932', 'utf-8'] as const)('a terminal that writes %s', (encoding) => {
  it('answers for everybody whose numbers the roster knows, as the record says', async () => {
    const world = await openWorld(['--encoding', encoding], { encoding })
    const { authority } = world
    const roster = [...rosterOn(TODAY).keys()]
    for (const patientId of roster) {
      const asked = await authority.ask(`check-${patientId}`, about(CARD, { patientId }))
      expect(asked).toEqual({ kind: 'pending' })
    }
    for (const patientId of roster) {
      const found = await settled(() => authority.find(`check-${patientId}`))
      const truth = await world.truthOf(`check-${patientId}`)
      if (found.kind !== 'answered' || truth?.outcome !== 'answered') throw new Error(found.kind)
      expect(inOrder(found.reply)).toEqual(inOrder(truth.reply))
    }
    expect(world.complaints).toEqual([])
    expect(world.faults).toEqual([])
  })
})

describe('the paths of production', () => {
  it('ask by the numbers of a document', async () => {
    const { authority } = await openWorld()
    const entry = rosterOn(TODAY).get('patient-valid-10')
    if (!entry) throw new Error('nobody')
    await authority.ask('check-1', about({ kind: 'numbers', ...entry }))
    const found = await settled(() => authority.find('check-1'))
    expect(found).toMatchObject({ kind: 'answered', reply: { validity: 'valid' } })
  })

  it('ask by 公費負担者番号 and 受給者番号 for 医療扶助', async () => {
    const { authority } = await openWorld()
    const person = SANDBOX_PEOPLE.find(({ id }) => id === 'welfare-alone')
    if (!person) throw new Error('nobody')
    const numbers = { insurerNumber: '12139127', symbol: null, number: '1000017', branch: null }
    const birthdate = birthdateOf(person, TODAY)
    await authority.ask('check-1', about({ kind: 'numbers', numbers, birthdate }))
    expect(await settled(() => authority.find('check-1'))).toMatchObject({
      kind: 'answered',
      reply: {
        validity: 'validUnregistered',
        coverages: [],
        publicExpenses: [{ recipientNumber: '1000017', use: 'alone' }],
      },
    })
  })

  it('say 該当なし for numbers that nobody has', async () => {
    const { authority } = await openWorld()
    const numbers = { insurerNumber: '01139013', symbol: '1', number: '999', branch: null }
    await authority.ask('check-1', about({ kind: 'numbers', numbers, birthdate: '1950-01-01' }))
    const found = await settled(() => authority.find('check-1'))
    expect(found).toMatchObject({ kind: 'answered', reply: { validity: 'none', coverages: [] } })
  })

  it('ask for a 再照会 by its own interface, and bring the consents in force', async () => {
    const { authority, received } = await openWorld()
    const subject = {
      kind: 'patient',
      patientId: 'patient-official-soon',
      reinquiry: true,
    } as const
    await authority.ask('check-1', about(subject))
    const found = await settled(() => authority.find('check-1'))
    expect(found).toMatchObject({
      kind: 'answered',
      reply: { consentedItems: ['diagnosis', 'medication', 'checkup', 'surgery'] },
    })
    expect(received()).toMatchObject([{ kind: 'sihvq01' }])
  })

  it('find who went through the official page, and bring what they agreed to', async () => {
    const { authority, received } = await openWorld(['--faults', 'processing', '--rate', '1'])
    const query = { facilityId: 'facility-1', patientId: 'patient-official-soon', since: TODAY }
    expect(await authority.findAcceptance(query)).toBeNull()
    const found = await settled(async () => {
      const acceptance = await authority.findAcceptance(query)
      return acceptance ? { kind: 'found', acceptance } : { kind: 'pending' }
    })
    const acceptance = 'acceptance' in found ? found.acceptance : null
    expect(acceptance?.consent).toMatchObject({
      items: { diagnosis: true, medication: true, checkup: true, surgery: true },
      prescription: 'electronic',
    })
    const asked = await authority.ask(
      'check-1',
      about({ kind: 'acceptance', acceptanceId: acceptance?.id ?? '' }),
    )
    expect(asked).toMatchObject({ kind: 'answered', reply: { validity: 'valid' } })
    // 処理中 was said three times.
    expect(received().map(({ kind }) => kind)).toEqual([
      'muhvq01',
      'muhvq02',
      'muhvq02',
      'muhvq02',
      'muhvq02',
    ])
    expect(await authority.findAcceptance({ ...query, patientId: 'patient-valid-30' })).toBeNull()
  })

  it('refuse what nobody has confirmed, unless the facility says otherwise', async () => {
    const { authority, received } = await openWorld([], { unconfirmed: 'refuse' })
    const subject = { kind: 'patient', patientId: 'patient-valid-30', reinquiry: true } as const
    expect(await authority.ask('check-1', about(subject))).toEqual({
      kind: 'cannot',
      code: 'TZ-G62',
    })
    expect(await authority.find('check-1')).toEqual({ kind: 'neverAsked' })
    expect(received()).toEqual([])
  })

  it.each([
    ['a walk-in', null, 'TZ-G60'],
    ['a patient whose numbers the roster lacks', 'patient-nobody', 'TZ-G61'],
  ])('cannot ask about the card of %s, and say so before the visit', async (_, patientId, code) => {
    const { authority, received } = await openWorld()
    expect(await authority.ask('check-1', about(CARD, { patientId }))).toEqual({
      kind: 'cannot',
      code,
    })
    expect(await authority.whyNot(['cardSignature', 'document'], patientId)).toEqual({
      cardSignature: code,
      document: null,
    })
    expect(received()).toEqual([])
  })

  it('cannot ask with a character that the encoding lacks, and put nothing into the folder', async () => {
    const { authority, received } = await openWorld()
    const numbers = { insurerNumber: '139071', symbol: '𠮷', number: '1', branch: null }
    const asked = await authority.ask(
      'check-1',
      about({ kind: 'numbers', numbers, birthdate: '1950-01-01' }),
    )
    expect(asked).toEqual({ kind: 'cannot', code: 'TZ-G63' })
    expect(await authority.find('check-1')).toEqual({ kind: 'neverAsked' })
    expect(received()).toEqual([])
  })

  it('bring no medical information yet, and say so', async () => {
    const { authority } = await openWorld()
    expect(await authority.fetchMedical()).toEqual({ kind: 'cannot', code: 'TZ-G62' })
  })

  it('tell a withdrawal once and wait until it is confirmed', async () => {
    const { authority, received } = await openWorld()
    const notice = {
      withdrawalId: 'w-1',
      facilityId: 'facility-1',
      checkId: 'c-1',
      patientId: 'patient-valid-30',
      items: ['medication', 'surgery'],
    } as const
    expect(await settled(() => authority.withdrawConsent(notice))).toEqual({ kind: 'told' })
    expect(await authority.withdrawConsent(notice)).toEqual({ kind: 'told' })
    expect(received()).toHaveLength(1)
  })
})

describe('many at once', () => {
  it('come back by the facility’s own numbers of them', async () => {
    const { authority } = await openWorld(['--faults', 'processing,zip', '--rate', '1'])
    const roster = [...rosterOn(TODAY)].map(([id, entry]) => ({ id, ...entry }))
    await authority.bulk.ask('bulk-1', { kind: 'eligibility', asOf: TODAY, people: roster })
    const found = await settled(() => authority.bulk.find('bulk-1'))
    if (found.kind !== 'listed') throw new Error(found.kind)
    expect(found.people).toHaveLength(roster.length)
    for (const each of found.people) {
      if (each.kind !== 'answered') throw new Error(each.kind)
      const { personIdentifier, reply } = each.person
      const entry = roster.find(({ id }) => id === personIdentifier)
      expect(reply.coverages[0]).toMatchObject({ birthdate: entry?.birthdate })
    }
  })

  it('come back for 医療扶助 of a month', async () => {
    const { authority } = await openWorld()
    await authority.bulk.ask('bulk-1', { kind: 'welfare', month: TODAY.slice(0, 7) })
    const found = await settled(() => authority.bulk.find('bulk-1'))
    if (found.kind !== 'listed') throw new Error(found.kind)
    const payers = found.people.map((each) =>
      each.kind === 'answered' ? each.person.reply.publicExpenses[0]?.payerNumber : null,
    )
    expect(payers).toEqual(expect.arrayContaining(['12139127', '12139135']))
    const named = found.people.map((each) => (each.kind === 'answered' ? each.person.named : null))
    const people = SANDBOX_PEOPLE.filter(({ record }) => record.publicExpenses)
    expect(named).toHaveLength(people.length)
    for (const person of people) {
      const told = named.find((each) => each?.birthdate === birthdateOf(person, TODAY))
      expect(kanaMatches(told?.nameKana ?? '', person.kana)).toBe(true)
    }
  })

  it('are known by 照会番号 once they are registered', async () => {
    const { references } = (await openWorld([], { registerNumbers: true })).authority.bulk
    const entry = rosterOn(TODAY).get('patient-valid-30')
    if (!entry || !references) throw new Error('nobody')
    expect(await references.find('reg-1')).toEqual({ kind: 'neverAsked' })
    expect(await references.register('reg-1', 'patient-valid-30', entry.numbers)).toBe(true)
    expect(await settled(() => references.find('reg-1'))).toEqual({ kind: 'told' })
    expect(await references.register('reg-2', '💉', entry.numbers)).toBe(false)
    expect(await references.find('reg-2')).toEqual({ kind: 'neverAsked' })
  })

  it('are registered only where the facility wants it', async () => {
    expect((await openWorld()).authority.bulk.references).toBeNull()
  })
})

describe('an encrypted folder', () => {
  it('is spoken to in encrypted archives, both ways', async () => {
    const { authority, received } = await openWorld(
      ['--password', 'himitsu', '--faults', 'encryptedZip', '--rate', '1'],
      { password: 'himitsu', encryptRequests: true },
    )
    await authority.ask('check-1', about(CARD, { patientId: 'patient-valid-30' }))
    expect(await settled(() => authority.find('check-1'))).toMatchObject({ kind: 'answered' })
    expect(received()[0]).toMatchObject({ file: expect.stringMatching(/\.zip$/) as string })
  })
})
