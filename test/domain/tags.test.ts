import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  createTagId,
  isTagId,
  MAX_TAG_ADDRESS_LENGTH,
  meaningOfTag,
  readTagAddress,
  tagAddress,
  tagPath,
  tagsOfPatient,
  type KnownTag,
} from '../../domain/tags'
import type { Visit } from '../../domain/visit'

const ORIGIN = 'https://app.example'
const ID = 'AAAAAAAAAAAAAAAAAAAAA_'
const OTHER = 'BBBBBBBBBBBBBBBBBBBBB-'

const visitOf = (id: string, change: Partial<Visit> = {}): Visit => ({
  id,
  patientId: 'patient-1',
  scheduledAt: '2026-11-21T01:00:00Z',
  name: '見本　花子',
  nameKana: 'ミホン ハナコ',
  birthdate: '1950-03-03',
  setting: 'homeNursing',
  need: { kind: 'card' },
  cardHasPin: true,
  ...change,
})
const everyOpen = (): boolean => true

describe('the id of a tag', () => {
  it('is 22 characters that need no escape in an address', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 22, maxLength: 22 }), (bytes) => {
        const id = createTagId(() => bytes)
        expect(isTagId(id)).toBe(true)
        expect(encodeURIComponent(id)).toBe(id)
      }),
    )
  })

  it('differs wherever its random bits differ', () => {
    const zero = createTagId((length) => new Uint8Array(length))
    const one = createTagId((length) => new Uint8Array(length).fill(1))
    expect(zero).not.toBe(one)
  })
})

describe('the address on a tag', () => {
  it.each(['visit', 'patientCard'] as const)('of a %s is read as it was written', (kind) => {
    const address = tagAddress(ORIGIN, { kind, id: ID })
    expect(readTagAddress(address, ORIGIN)).toEqual({ ok: true, value: { kind, id: ID } })
  })

  it('differs by kind in the path alone', () => {
    expect(tagPath({ kind: 'visit', id: ID })).toBe(`/v/${ID}`)
    expect(tagPath({ kind: 'patientCard', id: ID })).toBe(`/p/${ID}`)
  })

  it.each([
    ['another origin', `https://evil.example/v/${ID}`],
    ['an origin that only begins like ours', `https://app.example.evil/v/${ID}`],
    ['a user before the host', `https://app.example@evil.example/v/${ID}`],
    ['no encryption', `http://app.example/v/${ID}`],
    ['another path', `${ORIGIN}/x/${ID}`],
    ['a longer path', `${ORIGIN}/v/${ID}/more`],
    ['a query', `${ORIGIN}/v/${ID}?name=x`],
    ['a fragment', `${ORIGIN}/v/${ID}#x`],
    ['a shorter id', `${ORIGIN}/v/${ID.slice(1)}`],
    ['an escaped id', `${ORIGIN}/v/%41${ID.slice(3)}`],
    ['a line break at the end', `${ORIGIN}/v/${ID}\n`],
    ['a script', 'javascript:alert(1)'],
    ['nothing', ''],
  ])('is refused with %s', (_what, address) => {
    expect(readTagAddress(address, ORIGIN)).toEqual({ ok: false, code: 'TZ-T09' })
  })

  it('is not looked at when it is longer than any of ours', () => {
    const long = tagAddress(ORIGIN, { kind: 'visit', id: ID }) + 'x'.repeat(MAX_TAG_ADDRESS_LENGTH)
    expect(readTagAddress(long, ORIGIN)).toEqual({ ok: false, code: 'TZ-T10' })
  })

  it('takes nothing but the exact form, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 600, unit: 'binary' }), (text) => {
        const read = readTagAddress(text, ORIGIN)
        if (read.ok) expect(tagAddress(ORIGIN, read.value)).toBe(text)
      }),
    )
  })
})

describe('what a tapped tag opens', () => {
  it('is the visit whose list entry carries it', () => {
    const visit = visitOf('v-1', { tags: [{ id: ID, kind: 'visit' }] })
    expect(meaningOfTag(ID, [visitOf('v-0'), visit], [], everyOpen)).toEqual({
      kind: 'visit',
      visit,
    })
  })

  it('is the patient’s visit where the tag was written here and no list knows it yet', () => {
    const own: KnownTag[] = [{ id: ID, kind: 'visit', patientId: 'patient-1', isRetired: false }]
    expect(meaningOfTag(ID, [visitOf('v-1')], own, everyOpen)).toMatchObject({ kind: 'visit' })
  })

  it('is of two visits the earliest that is still open, and the last when none is', () => {
    const tags = [{ id: ID, kind: 'visit' as const }]
    const visits = [
      visitOf('late', { tags, scheduledAt: '2026-11-21T08:00:00Z' }),
      visitOf('early', { tags, scheduledAt: '2026-11-21T00:00:00Z' }),
    ]
    const opened = (isOpen: (visit: Visit) => boolean): string | null => {
      const meaning = meaningOfTag(ID, visits, [], isOpen)
      return meaning.kind === 'visit' ? meaning.visit.id : null
    }
    expect(opened(everyOpen)).toBe('early')
    expect(opened((visit) => visit.id === 'late')).toBe('late')
    expect(opened(() => false)).toBe('late')
  })

  it.each([
    ['is on no list', []],
    [
      'belongs to a patient who is not on today’s list',
      [{ id: ID, kind: 'visit', patientId: 'somebody', isRetired: false }],
    ],
  ] as [string, KnownTag[]][])('is nothing when it %s', (_what, own) => {
    expect(meaningOfTag(ID, [visitOf('v-1')], own, everyOpen)).toEqual({
      kind: 'refused',
      code: 'TZ-T14',
    })
  })

  it('is nothing once it was taken out of use here, though the list still has it', () => {
    const visit = visitOf('v-1', { tags: [{ id: ID, kind: 'visit' }] })
    const own: KnownTag[] = [{ id: ID, kind: 'visit', patientId: 'patient-1', isRetired: true }]
    expect(meaningOfTag(ID, [visit], own, everyOpen)).toEqual({ kind: 'refused', code: 'TZ-T15' })
  })
})

describe('the tags of a patient', () => {
  it('are those of the list and of this device together, without what was taken out of use', () => {
    const visits = [
      visitOf('v-1', { tags: [{ id: ID, kind: 'visit' }] }),
      visitOf('v-2', { tags: [{ id: ID, kind: 'visit' }] }),
      visitOf('v-3', { patientId: 'patient-2', tags: [{ id: 'x', kind: 'visit' }] }),
    ]
    const own: KnownTag[] = [
      { id: OTHER, kind: 'patientCard', patientId: 'patient-1', isRetired: false },
      { id: 'y', kind: 'visit', patientId: 'patient-2', isRetired: false },
    ]
    expect(tagsOfPatient('patient-1', visits, own)).toEqual([
      { id: ID, kind: 'visit' },
      { id: OTHER, kind: 'patientCard' },
    ])
    const retired = [{ id: ID, kind: 'visit', patientId: 'patient-1', isRetired: true }] as const
    expect(tagsOfPatient('patient-1', visits, retired)).toEqual([])
  })
})
