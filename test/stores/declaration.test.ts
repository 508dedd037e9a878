import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { DeclarationQuestion } from '../../domain/declaration/questions'
import { failed, ok } from '../../domain/outcome'
import { useCaptureStore } from '../../src/stores/capture'
import { DECLARATION_PATH, useDeclarationStore } from '../../src/stores/declaration'
import { useDeviceStore } from '../../src/stores/device'
import { provideServices } from '../../src/stores/services'
import { useTabletStore } from '../../src/stores/tablet'
import { useVisitsStore } from '../../src/stores/visits'
import { draft } from '../domain/declaration/drafts'
import { createFakeWorld, type FakeWorld, VISIT } from '../support/fake-services'

let world: FakeWorld

async function startApp(): Promise<void> {
  setActivePinia(createPinia())
  provideServices(world.services)
  const device = useDeviceStore()
  await device.start()
  await device.unlock('staff-1', 'a passcode')
  await useVisitsStore().refresh()
}

async function openForm(visitId: string | null = VISIT.id) {
  const capture = useCaptureStore()
  capture.begin(visitId)
  if (visitId === null) capture.chooseSetting('homeNursing')
  const form = useDeclarationStore()
  await form.openForm()
  return { capture, form }
}

/** The answers of somebody over 70 on the list. */
const FULL = draft({
  insuranceKind: 'latterStage',
  insuredAs: 'self',
  share: 10,
  name: VISIT.name,
  nameKana: VISIT.nameKana,
  birth: { era: 'S', year: '25', month: '3', date: '3' },
})

async function fillIn(): Promise<DeclarationQuestion[]> {
  const form = useDeclarationStore()
  const asked: DeclarationQuestion[] = []
  form.handOver()
  form.start()
  for (let turns = 0; form.place !== 'review' && turns < 30; turns += 1) {
    const question = form.place as DeclarationQuestion
    asked.push(question)
    if (question === 'insured') await form.answerInsured(true)
    else if (question === 'signer') await form.answer('signer', { signedByOther: false })
    else if (question === 'birthdate') await form.answer('birthdate', { birth: FULL.birth })
    else await form.answer(question, { [question]: FULL[question] })
  }
  return asked
}

async function sign(): Promise<void> {
  const form = useDeclarationStore()
  form.agree()
  await form.sign(FULL.signature)
}

beforeEach(async () => {
  world = createFakeWorld()
  await startApp()
})

describe('a 申立書 in the hands of the patient', () => {
  it('asks one question after the other, the review, then the signature', async () => {
    const { form } = await openForm()
    expect(await fillIn()).toEqual([
      'insured',
      'insuranceKind',
      'insurerName',
      'share',
      'name',
      'nameKana',
      'birthdate',
      'sex',
      'address',
      'residence',
      'phone',
      'signer',
    ])
    expect(form.place).toBe('review')
    expect(form.declaration).toBeNull()
    await sign()
    expect(form.place).toBe('done')
    expect(form.declaration).toMatchObject({ signedOn: '2026-11-21', phone: '09012345678' })
  })

  it('closes every other screen until staff take it back', async () => {
    const { form } = await openForm()
    const tablet = useTabletStore()
    expect(tablet.patientPath).toBeNull()
    form.handOver()
    expect(tablet.patientPath).toBe(DECLARATION_PATH)
    form.takeBack()
    expect(tablet.patientPath).toBeNull()
  })

  it('begins with what the visit tells, to be confirmed, and empty for a walk-in', async () => {
    const { form, capture } = await openForm()
    expect(form.entry?.draft).toMatchObject({ name: VISIT.name, birth: FULL.birth })
    await capture.cancel()
    await openForm(null)
    expect(form.entry?.draft.name).toBe('')
  })

  it('goes back, one screen at a time, with the answers as they were', async () => {
    const { form } = await openForm()
    await fillIn()
    const way: string[] = []
    while (form.before) {
      form.goBack()
      way.push(form.place)
    }
    expect(way.slice(0, 2)).toEqual(['signer', 'phone'])
    expect(way.slice(-2)).toEqual(['insured', 'welcome'])
    form.start()
    expect(form.place).toBe('review')
  })

  it('comes back to the review after one answer is changed, and is signed anew', async () => {
    const { form } = await openForm()
    await fillIn()
    await sign()
    form.change('phone')
    await form.answer('phone', { phone: '03-1234-5678' })
    expect(form.place).toBe('review')
    expect(form.declaration).toBeNull()
    await sign()
    expect(form.declaration?.phone).toBe('0312345678')
  })

  it('asks for the share as soon as a birthdate makes it needed', async () => {
    const { form } = await openForm(null)
    form.handOver()
    form.start()
    await form.answerInsured(true)
    await form.answer('insuranceKind', { insuranceKind: 'employees' })
    form.change('birthdate')
    expect(form.questions).not.toContain('share')
    await form.answer('birthdate', { birth: FULL.birth })
    expect(form.open).toContain('share')
  })

  it.each([
    [false, 'notInsured'],
    [null, 'notSure'],
  ] as const)('ends with staff where insured is %s (TZ-N41)', async (insured, stop) => {
    const { form } = await openForm()
    form.handOver()
    form.start()
    await form.answerInsured(insured)
    expect(form).toMatchObject({ place: 'stopped', stop, declaration: null })
    form.takeBack()
    form.handOver()
    expect(form.place).toBe('welcome')
    form.start()
    expect(form.place).toBe('insured')
  })
})

describe('what was answered', () => {
  it('is kept in the vault at every answer, and while it is typed', async () => {
    const { form, capture } = await openForm()
    form.start()
    await form.answerInsured(true)
    await form.note('address', { address: '訓練県訓' })
    const kept = world.entries.get(capture.checkId ?? '')
    expect(kept).toMatchObject({ kind: 'declaration', visitId: VISIT.id })
    expect(kept?.value).toEqual(form.entry)
  })

  it('stands after a lock, for whoever unlocks', async () => {
    const { form, capture } = await openForm()
    await fillIn()
    const id = capture.checkId
    const before = form.entry
    useDeviceStore().lock()
    expect(form.entry).toBeNull()
    expect(form.handedOver).toBe(false)
    await startApp()
    const after = useDeclarationStore()
    const [unfinished] = await after.unfinished()
    if (!unfinished) throw new Error('nothing was kept')
    await after.resume(unfinished)
    expect(useCaptureStore()).toMatchObject({ checkId: id, setting: VISIT.setting })
    expect(after.entry).toEqual(before)
    after.handOver()
    expect(after.place).toBe('review')
  })

  it('goes over to a new check where the old one is gone', async () => {
    await openForm()
    await fillIn()
    world.drafts.clear()
    await startApp()
    const form = useDeclarationStore()
    const [unfinished] = await form.unfinished()
    if (!unfinished) throw new Error('nothing was kept')
    await form.resume(unfinished)
    const id = useCaptureStore().checkId
    expect(id).not.toBe(unfinished.id)
    expect([...world.entries.keys()]).toEqual([id])
    expect(form.entry?.draft.phone).toBe(FULL.phone)
  })

  it('is found again by the same check, and never by another', async () => {
    const { form, capture } = await openForm()
    await form.answerInsured(true)
    const id = capture.checkId
    await capture.cancel()
    expect(form.entry).toBeNull()
    await capture.resumeDraft(VISIT.id)
    await form.openForm()
    expect(capture.checkId).toBe(id)
    expect(form.entry?.draft.insured).toBe(true)
    capture.begin(null)
    await form.openForm()
    expect(form.entry?.draft.insured).toBeNull()
  })

  it('stays on the screen where it could not be kept, and says so', async () => {
    const { form } = await openForm()
    world.services.records.putEntryDraft = () => Promise.resolve(failed('TZ-D04'))
    form.start()
    await form.answerInsured(true)
    expect(form.keepError).toBe('TZ-D04')
    expect(form.entry?.draft.insured).toBe(true)
    world.services.records.putEntryDraft = () => Promise.resolve(ok(null))
    await form.answer('sex', { sex: 'female' })
    expect(form.keepError).toBeNull()
  })

  it('of an app that wrote otherwise is asked anew', async () => {
    const { capture, form } = await openForm()
    await form.answerInsured(true)
    const [kept] = await form.unfinished()
    if (!kept) throw new Error('nothing was kept')
    world.entries.set(kept.id, { ...kept, value: { v: 9 } })
    await capture.cancel()
    await capture.resumeDraft(VISIT.id)
    await form.openForm()
    expect(form.entry?.settled).toEqual([])
  })
})

describe('saving a 申立書', () => {
  it('makes it the evidence of the check, and keeps it for the claim', async () => {
    const { form, capture } = await openForm()
    await fillIn()
    await sign()
    const declaration = form.declaration
    expect(await form.save()).toBe(true)
    expect(capture.step).toBe('saved')
    const [saved] = world.saved
    expect(saved?.payload.evidence).toEqual({ kind: 'declaration', declaration })
    expect(saved?.kept).toEqual({ v: 1, kind: 'declaration', declaration })
    expect(saved?.note.way).toBe('declaration')
    expect(JSON.parse(saved?.payload.statement ?? '{}')).toMatchObject({ consent: null })
    expect(world.entries.size).toBe(0)
    expect(form.entry).toBeNull()
  })

  it('keeps everything where the disk is full, and can be tried again', async () => {
    const { form, capture } = await openForm()
    await fillIn()
    await sign()
    world.saveResult = failed('TZ-D04')
    expect(await form.save()).toBe(false)
    expect(capture.error).toBe('TZ-D04')
    expect(form.declaration).not.toBeNull()
    expect(world.entries.size).toBe(1)
    world.saveResult = ok(null)
    expect(await form.save()).toBe(true)
    expect(world.saved).toHaveLength(1)
  })

  it('is not done before it is complete and signed, nor twice at once', async () => {
    const { form } = await openForm()
    expect(await form.save()).toBe(false)
    await fillIn()
    expect(await form.save()).toBe(false)
    await sign()
    const save = vi.spyOn(world.services.sync, 'save')
    expect(await Promise.all([form.save(), form.save()])).toEqual([true, false])
    expect(save).toHaveBeenCalledTimes(1)
  })
})
