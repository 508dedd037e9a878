/** What of 券面事項確認 passes the bridge: the commands of the face check, file by file and reference by reference. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCardFilter, type CardFilter } from '../../bridge/card-filter'
import { prepareFaceCheck } from '../../src/nfc/applications/face-check'
import { anchorsOf, FACE_DIGEST, typedCode, type FaceImage } from '../support/face-fixtures'
import { bytesOf, createScriptedTransport, hex } from '../support/card-transport'
import { createSoftwareCard } from '../../src/nfc/emulator/software-card'
import { issueFaceCard } from '../support/card-fixtures'

const SELECT_FACE = bytesOf('00A4040C0AD3921000310001010402')
const OK = bytesOf('9000')
const DIGEST_INFO = `3031300D060960864801650304020105000420${'ab'.repeat(32)}`
/** EF of the 個人番号, and of 照合番号A (R13). */
const FORBIDDEN_FILES = [0x0005, 0x0013]

let image: FaceImage
/** In hex, as the face check sent them through the filter to a card. */
let sent: string[]
let refused: string[]
let filter: CardFilter
/** What is selected in it; null: to be selected anew, because a command has passed. */
let standing: { file: number | undefined } | null

const hex2 = (value: number) => value.toString(16).padStart(2, '0').toUpperCase()
const hex4 = (value: number) => value.toString(16).padStart(4, '0').toUpperCase()
const range = (end: number) => Array.from({ length: end }, (_, at) => at)

beforeAll(async () => {
  image = await issueFaceCard()
  const card = createSoftwareCard(image)
  const own = createCardFilter()
  sent = []
  refused = []
  const transport = createScriptedTransport(async (command) => {
    const settle = own.admit(command)
    ;(settle ? sent : refused).push(hex(command))
    const answer = settle ? await card.respond(command) : bytesOf('6982')
    settle?.(answer)
    return answer
  })
  const prepared = await prepareFaceCheck(transport, anchorsOf(image))
  if (!prepared.ok) throw new Error(prepared.code)
  const outcome = await prepared.value.checkFace(typedCode(image.surface.code), FACE_DIGEST)
  expect(outcome.kind).toBe('verified')
})

beforeEach(() => {
  filter = createCardFilter()
  standing = null
})

/** Whether it passes when 券面事項確認, and then that file, is selected. */
function passes(command: string, file?: number): boolean {
  if (standing?.file !== file) standing = null
  if (!standing) {
    filter.admit(SELECT_FACE)?.(OK)
    if (file !== undefined) filter.admit(bytesOf(`00A4020C02${hex4(file)}`))?.(OK)
    standing = { file }
  }
  const isAdmitted = filter.admit(bytesOf(command)) !== null
  if (isAdmitted) standing = null
  return isAdmitted
}

/** The files the face check has selected. */
const selected = () =>
  [...new Set(sent.filter((command) => command.startsWith('00A4020C')))]
    .map((command) => Number.parseInt(command.slice(10), 16))
    .sort((left, right) => left - right)

describe('the face check through the filter', () => {
  it('passes whole, without a refusal', () => {
    expect(refused).toEqual([])
    expect([...new Set(sent.map((command) => command.slice(0, 4)))].sort()).toEqual([
      ...['0020', '00A4', '00B0', '802A'],
    ])
  })

  it('is the measure: of 65,536 files it may select those it does, and no other', () => {
    const may = range(0x10000).filter((file) => passes(`00A4020C02${hex4(file)}`))
    expect(may).toEqual(selected())
    expect(may).toEqual([0x0002, 0x0004, 0x0012])
  })

  it('is the measure of what is read, by every short identifier and from every file', () => {
    const read = [0x0002, 0x0004]
    expect(range(0x20).filter((file) => passes(`00B0${hex2(0x80 | file)}0000`))).toEqual(read)
    expect(range(0x100).filter((file) => passes('00B0000000', file))).toEqual(read)
    expect(range(0x100).filter((p2) => passes(`00B201${hex2(p2)}00`))).toEqual([])
  })

  it('is the measure of what is presented: 照合番号B, fourteen digits or the question for its tries', () => {
    for (const length of [0, 1, 4, 12, 13, 14, 15, 16]) {
      const data = length === 0 ? '' : hex2(length) + '31'.repeat(length)
      const to = range(0x100).filter((p2) => passes(`002000${hex2(p2)}${data}`))
      expect(to).toEqual(length === 0 || length === 14 ? [0x92] : [])
      const from = range(0x100).filter((file) => passes(`00200080${data}`, file))
      expect(from).toEqual(length === 0 || length === 14 ? [0x0012] : [])
    }
  })

  it('is the measure of what signs: the application’s own key, and no file', () => {
    for (const file of [undefined, 0x0002, 0x0004, 0x0012]) {
      const references = range(0x100).filter((p2) =>
        passes(`802A00${hex2(p2)}33${DIGEST_INFO}00`, file),
      )
      expect(references).toEqual([0x00])
    }
  })

  it('uses every instruction that passes without data, in any class', () => {
    const classes = [0x00, 0x01, 0x04, 0x0c, 0x10, 0x40, 0x80, 0x84, 0x90, 0xa0, 0xff]
    const starts = classes.flatMap((cla) => range(0x100).map((ins) => hex2(cla) + hex2(ins)))
    const passing = starts.filter((start) =>
      [`${start}0000`, `${start}000000`, `${start}0092`].some((form) => passes(form, 0x0002)),
    )
    expect(passing).toEqual(['0020', '00B0'])
  })

  it.each(FORBIDDEN_FILES)('leads nowhere near file %i (R13)', (file) => {
    const id = hex2(0x80 | file)
    const number = '31'.repeat(12)
    for (const command of [
      ...[`00A4020C02${hex4(file)}`, `00A4000C02${hex4(file)}`, `00B0${id}0000`],
      ...[`002000${id}`, `002000${id}0C${number}`, `002000${id}0E${number}3131`],
      ...[`802A00${id}33${DIGEST_INFO}00`, `00B201${hex2((file << 3) | 4)}00`],
    ]) {
      expect(passes(command), command).toBe(false)
    }
    expect(sent.some((command) => command.startsWith(`00A4020C02${hex4(file)}`))).toBe(false)
  })
})
