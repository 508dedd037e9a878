/** What an answer changes in ORCA, for any answer and anything that ORCA may hold. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Coverage, EligibilityAnswer } from '../../../domain/answer'
import { addDays } from '../../../domain/days'
import { SANDBOX_PEOPLE } from '../../../server/authority/sandbox/people'
import { planChanges, type HeldInOrca, type OrcaPlan } from '../../../server/export/orca/plan'
import { textOf, type Xml2Record } from '../../../server/export/orca/xml2'
import { answerOf } from '../../../server/export/record'
import { sampleRecord } from './sample-records'

const AS_OF = '2026-11-21'
const NEAR = fc.integer({ min: -900, max: 900 }).map((days) => addDays(AS_OF, days))
const MAYBE = fc.option(NEAR)

const COVERAGE = fc.record(
  {
    qualifiedOn: MAYBE,
    disqualifiedOn: MAYBE,
    branch: fc.constantFrom(null, '00', '02'),
    symbol: fc.constantFrom(null, '１２', '12', 'みほん'),
    number: fc.constantFrom('101', '１０１', '7-7', '201'),
    insurerNumber: fc.constantFrom('01139013', '139071', '39139100'),
    relation: fc.constantFrom(null, 'self', 'family'),
    name: fc.constantFrom('見本　一郎', '●本　一郎'),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Partial<Coverage>>

const ANSWER = fc
  .record({
    id: fc.constantFrom(...SANDBOX_PEOPLE.map(({ id }) => id)),
    validity: fc.constantFrom(
      'valid' as const,
      'invalid' as const,
      'invalidNewExists' as const,
      'validUnregistered' as const,
    ),
    changes: fc.array(COVERAGE, { minLength: 1, maxLength: 3 }),
  })
  .map(({ id, validity, changes }): EligibilityAnswer => {
    const answer = answerOf(sampleRecord(id))
    if (!answer) throw new Error('not answered')
    const [told] = answer.coverages
    const coverages = told ? changes.map((change) => ({ ...told, ...change })) : []
    return { ...answer, validity, coverages }
  })

const HELD = fc.array(
  fc
    .record({
      InsuranceProvider_Number: fc.constantFrom('01139013', '00139071', '139071', '39139100'),
      HealthInsuredPerson_Symbol: fc.constantFrom('', '１２', 'みほん'),
      HealthInsuredPerson_Number: fc.constantFrom('１０１', '101', '７－７'),
      HealthInsuredPerson_Branch_Number: fc.constantFrom('', '00', '01'),
      HealthInsuredPerson_WholeName: fc.constantFrom('', '髙見本　一郎'),
      Certificate_StartDate: NEAR,
      Certificate_ExpiredDate: fc.oneof(fc.constant('9999-12-31'), NEAR),
      Certificate_GetDate: fc.oneof(fc.constant(''), NEAR),
      Certificate_CheckDate: NEAR,
    })
    .filter((each) => each.Certificate_StartDate <= each.Certificate_ExpiredDate),
  { maxLength: 4 },
)

function heldOf(answer: EligibilityAnswer, records: readonly Xml2Record[]): HeldInOrca {
  const [told] = answer.coverages
  return {
    patient: {
      BirthDate: told?.birthdate ?? '',
      WholeName: '髙見本　一郎',
      WholeName_inKana: told?.nameKana ?? '',
    },
    insurances: records.map((record, at) => ({
      InsuranceProvider_Id: String(at + 1),
      RelationToInsuredPerson: '1',
      ...record,
    })),
    publicExpenses: [],
  }
}

/** As ORCA does it at 03. */
function applied(held: HeldInOrca, plan: OrcaPlan): HeldInOrca {
  if (plan.kind !== 'change') return held
  return {
    ...held,
    insurances: apply(held.insurances, plan.insurances, 'InsuranceProvider'),
    publicExpenses: apply(held.publicExpenses, plan.publicExpenses, 'PublicInsurance'),
  }
}

function apply(held: readonly Xml2Record[], changes: readonly Xml2Record[], name: string) {
  const [mode, id] = [`${name}_Mode`, `${name}_Id`]
  const all = [...held]
  for (const change of changes) {
    const { [mode]: how, ...record } = change
    if (how === 'New') all.push({ ...record, [id]: String(all.length + 1) })
    else all[all.findIndex((each) => textOf(each, id) === textOf(change, id))] = record
  }
  return all
}

describe('a plan', () => {
  it('carried out leaves nothing to do for the same answer', () => {
    fc.assert(
      fc.property(ANSWER, HELD, (answer, records) => {
        const held = heldOf(answer, records)
        const once = applied(held, planChanges(answer, held))
        expect(planChanges(answer, once).kind).not.toBe('change')
      }),
      { numRuns: 1_500 },
    )
  })

  it('never names anybody with ●, never deletes, and touches only what it knows better', () => {
    fc.assert(
      fc.property(ANSWER, HELD, (answer, records) => {
        const held = heldOf(answer, records)
        const plan = planChanges(answer, held)
        if (plan.kind !== 'change') return
        for (const change of plan.insurances) {
          expect(JSON.stringify(change)).not.toContain('●')
          const before = held.insurances.find(
            (each) =>
              textOf(each, 'InsuranceProvider_Id') === textOf(change, 'InsuranceProvider_Id'),
          )
          expect(change['InsuranceProvider_Mode']).toBe(before ? 'Modify' : 'New')
          if (!before) continue
          const changed = Object.keys(change).filter((key) => change[key] !== before[key])
          expect([
            'Certificate_CheckDate',
            'Certificate_ExpiredDate',
            'Certificate_GetDate',
            'HealthInsuredPerson_Branch_Number',
            'InsuranceProvider_Mode',
          ]).toEqual(expect.arrayContaining(changed))
          // An end is only ever brought forward, and never before the start.
          const [end, was, start] = [
            textOf(change, 'Certificate_ExpiredDate'),
            textOf(before, 'Certificate_ExpiredDate'),
            textOf(before, 'Certificate_StartDate'),
          ]
          expect(end <= was && (end === was || end >= start)).toBe(true)
        }
      }),
      { numRuns: 1_500 },
    )
  })

  it('adds what begins before it ends', () => {
    fc.assert(
      fc.property(ANSWER, HELD, (answer, records) => {
        const plan = planChanges(answer, heldOf(answer, records))
        if (plan.kind !== 'change') return
        for (const change of plan.insurances) {
          if (change['InsuranceProvider_Mode'] !== 'New') continue
          expect(
            textOf(change, 'Certificate_StartDate') <= textOf(change, 'Certificate_ExpiredDate'),
          ).toBe(true)
        }
      }),
      { numRuns: 1_500 },
    )
  })
})
