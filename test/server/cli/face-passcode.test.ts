import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { matchesFacePasscode } from '../../../api/face-passcode'
import { isEasyPasscode, isFacePasscode } from '../../../domain/face-passcode'
import { endFacePasscode, printNewFacePasscode } from '../../../server/cli/administer'
import {
  findTrainingDigits,
  issueFacePasscode,
  openTrainingPasscode,
} from '../../../server/cli/face-passcodes'
import { parseOptions } from '../../../server/cli/options'
import { StartError } from '../../../server/start-error'
import { openGatewayKeys } from '../../../server/keys/gateway-keys'
import { openSqliteStore } from '../../../server/store/open'
import type { Store } from '../../../server/store/store'

const folder = mkdtempSync(join(tmpdir(), 'tazune-passcode-'))
afterAll(() => rmSync(folder, { recursive: true }))

const FACILITY = { id: 'training-facility', name: '施設', staff: [{ id: 's', name: '看護' }] }

let data: string
let store: Store
beforeEach(async () => {
  data = mkdtempSync(join(folder, 'data-'))
  store = openSqliteStore(join(data, 'gateway.sqlite'), (await openGatewayKeys(data)).columns)
  await store.facilities.put(FACILITY)
})
afterEach(() => store.close())

async function current() {
  const [newest] = await store.facePasscodes.list(FACILITY.id)
  if (!newest) throw new Error('none was issued')
  return newest
}

describe('a new passcode', () => {
  it('is four digits, none that people try first, and is kept as its digest only', async () => {
    const drawn = [1234, 0, 9999, 482]
    const issued = await issueFacePasscode(store, FACILITY.id, 5, () => drawn.shift() ?? 0)
    expect(issued.digits).toBe('0482')
    const kept = await current()
    expect(kept).toMatchObject({ id: issued.id, issuedAt: 5, replacedAt: null })
    expect(await matchesFacePasscode('0482', kept)).toBe(true)
    expect(JSON.stringify(kept)).not.toContain('"0482"')
  })

  it('replaces the one before at that moment, and leaves other facilities’ alone', async () => {
    await store.facilities.put({ ...FACILITY, id: 'other' })
    const foreign = await issueFacePasscode(store, 'other', 1)
    const first = await issueFacePasscode(store, FACILITY.id, 5)
    const second = await issueFacePasscode(store, FACILITY.id, 9)
    expect(
      (await store.facePasscodes.list(FACILITY.id)).map(({ id, replacedAt }) => [id, replacedAt]),
    ).toEqual([
      [second.id, null],
      [first.id, 9],
    ])
    expect(await store.facePasscodes.list('other')).toMatchObject([
      { id: foreign.id, replacedAt: null },
    ])
  })

  it('has a salt of its own', async () => {
    await issueFacePasscode(store, FACILITY.id, 5, () => 482)
    await issueFacePasscode(store, FACILITY.id, 6, () => 482)
    const [second, first] = await store.facePasscodes.list(FACILITY.id)
    expect(second?.salt).not.toBe(first?.salt)
    expect(second?.digest).not.toBe(first?.digest)
  })
})

describe('the passcode of training', () => {
  it('is made at the first start and is the same at the next', async () => {
    const digits = await openTrainingPasscode(data, store, FACILITY.id)
    if (digits === null) throw new Error('none')
    expect(isFacePasscode(digits) && !isEasyPasscode(digits)).toBe(true)
    expect(await openTrainingPasscode(data, store, FACILITY.id)).toBe(digits)
    const { id } = await current()
    expect(findTrainingDigits(data, id)).toBe(digits)
    expect(findTrainingDigits(data, 'another')).toBeNull()
    expect(statSync(join(data, 'training-face-passcode.json')).mode & 0o777).toBe(0o600)
  })

  it('is made anew when its digits are lost or damaged', async () => {
    await openTrainingPasscode(data, store, FACILITY.id)
    const before = await current()
    for (const damaged of ['', '{"id":', '{"id":"x","digits":"0482"}', '[]']) {
      writeFileSync(join(data, 'training-face-passcode.json'), damaged)
      expect(findTrainingDigits(data, before.id)).toBeNull()
      const digits = await openTrainingPasscode(data, store, FACILITY.id)
      expect(findTrainingDigits(data, (await current()).id)).toBe(digits)
    }
    expect((await current()).id).not.toBe(before.id)
  })

  it('stays out of use once it was put there', async () => {
    await openTrainingPasscode(data, store, FACILITY.id)
    await store.facePasscodes.withdraw(FACILITY.id, 9)
    expect(await openTrainingPasscode(data, store, FACILITY.id)).toBeNull()
  })
})

describe('the administrator’s commands', () => {
  const options = (...flags: string[]) => parseOptions(['--data', data, ...flags], {})

  function writeFacility(): void {
    writeFileSync(join(data, 'facility.json'), JSON.stringify(FACILITY))
  }

  it('are named by their flags', () => {
    expect(parseOptions(['--new-face-passcode'], {}).command.kind).toBe('newFacePasscode')
    expect(parseOptions(['--no-face-passcode'], {}).command.kind).toBe('noFacePasscode')
  })

  it('print a new one once, in production without keeping its digits anywhere', async () => {
    writeFacility()
    const lines: string[] = []
    await printNewFacePasscode(options('--mode', 'production'), (line) => lines.push(line))
    const digits = /\b\d{4}\b/.exec(lines[0] ?? '')?.[0] ?? ''
    const kept = await current()
    expect(await matchesFacePasscode(digits, kept)).toBe(true)
    expect(readdirSync(data)).not.toContain('training-face-passcode.json')
    expect(findTrainingDigits(data, kept.id)).toBeNull()
  })

  it('in training let the screen show the new one', async () => {
    await openTrainingPasscode(data, store, FACILITY.id)
    const lines: string[] = []
    await printNewFacePasscode(options(), (line) => lines.push(line))
    const digits = findTrainingDigits(data, (await current()).id)
    expect(lines[0]).toBe(`face passcode  ${digits ?? ''}`)
    expect(await openTrainingPasscode(data, store, FACILITY.id)).toBe(digits)
  })

  it('put it out of use, and say so when there is none', async () => {
    await openTrainingPasscode(data, store, FACILITY.id)
    const lines: string[] = []
    await endFacePasscode(options(), (line) => lines.push(line))
    expect(lines.length).toBe(1)
    expect((await current()).replacedAt).not.toBeNull()
    await expect(endFacePasscode(options(), () => undefined)).rejects.toThrow(StartError)
  })

  it('never write the digits into the database', async () => {
    await printNewFacePasscode(options(), () => undefined)
    const kept = JSON.parse(readFileSync(join(data, 'training-face-passcode.json'), 'utf8')) as {
      digits: string
    }
    const row = JSON.stringify(await current())
    expect(row).not.toContain(`"${kept.digits}"`)
  })
})
