// @vitest-environment node
/** Each row of the fault table, through the driver over the emulated reader up to what the store shows and saves. */
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { readFileSync } from 'node:fs'
import type { CardImage } from '../../domain/card-image'
import { ERROR_CATALOGUE } from '../../domain/errors'
import { recoveryFor } from '../../src/pages/capture/recovery'
import { renderCardFaults } from '../../tools/render-card-faults'
import { issueTestCard, typedPin } from '../support/card-fixtures'
import { createFaultStage, DECIDED, toTheCard, type FaultStage } from '../support/fault-stage'
import { FAULT_SENTENCES } from '../nfc/fault-sentences'
import { CARD_FAULTS, type CardFault, type GoingOn } from '../nfc/fault-table'

let image: CardImage
let stage: FaultStage

beforeAll(async () => {
  image = await issueTestCard()
})

beforeEach(async () => {
  // The store's own pauses; the driver's time is moved by hand, and everything else takes what it takes.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  stage = await createFaultStage(image)
  typed = []
})

afterEach(() => {
  vi.useRealTimers()
})

/** Lets the machine work, and the store's pauses pass, until it is so. */
async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 15_000
  while (!isSo()) {
    if (performance.now() > deadline) {
      const { step, error, stage: at } = stage.capture
      throw new Error(`still ${step}, ${error ?? 'no error'}, ${at}`)
    }
    vi.advanceTimersByTime(50)
    await new Promise((done) => setImmediate(done))
  }
}

/** Power on and APDU, as the reader logs them. */
const COMMANDS: ReadonlySet<number | undefined> = new Set([0x62, 0x6f])

async function waitOut({ waits }: CardFault): Promise<void> {
  if (waits === undefined) return
  // The command has reached the reader, or the fault would wait for the next one.
  await until(() => stage.timer.isRunning(waits) && COMMANDS.has(stage.reader.log.at(-1)?.type))
  stage.timer.runOut(waits)
}

/** What staff are told; a VERIFY torn off is told by the words about its outcome. */
function told(): string | null {
  return stage.capture.unknownOutcome ? 'TZ-C04' : stage.capture.error
}

/** The bytes of every PIN that was typed: wiped by the end, whatever happened. */
let typed: Uint8Array[] = []

/** Types the PIN and waits until it has reached the card. */
async function typeThePin(): Promise<void> {
  const pin = typedPin()
  typed.push(pin)
  const { verifies } = stage
  void stage.capture.submitPin(pin)
  await until(() => stage.verifies > verifies)
}

const RECOVERIES: Readonly<Record<GoingOn, readonly string[]>> = {
  itself: ['placeAgain'],
  retype: ['placeAgain'],
  layAgain: ['placeAgain'],
  reconnect: ['reconnect'],
  otherCard: ['otherCard', 'otherWay'],
}

async function goOn({ goesOn }: CardFault): Promise<void> {
  const { capture, port } = stage
  switch (goesOn) {
    case 'itself':
      if (!stage.isLaid) stage.lay()
      break
    case 'retype':
      break
    case 'reconnect':
      expect(await port.connectBluetooth()).toMatchObject({ ok: true })
      void capture.placeCard()
      break
    case 'layAgain':
    case 'otherCard':
      stage.lay()
      void capture.placeCard()
  }
  await until(() => capture.step === 'pin' && capture.stage === 'idle')
}

describe.each(CARD_FAULTS)('$what', (fault) => {
  it(`is told as ${fault.code ?? 'nothing at all'}, costs no second VERIFY, loses nothing, and the check goes on`, async () => {
    const { capture, world } = stage
    await toTheCard(stage)
    const id = capture.checkId
    if (fault.playedAt === 'keys') stage.lay()
    else fault.play(stage)
    void capture.placeCard()
    if (fault.when === 'afterPin') {
      await until(() => capture.step === 'pin')
      if (fault.playedAt === 'keys') fault.play(stage)
      await typeThePin()
    }
    await waitOut(fault)

    if (fault.code === null) {
      await until(() => capture.step === 'pin' || !stage.isLaid)
      expect(told()).toBeNull()
    } else {
      await until(() => told() !== null)
      expect(told()).toBe(fault.code)
      expect(RECOVERIES[fault.goesOn]).toContain(recoveryFor(fault.code))
      const { message, next } = ERROR_CATALOGUE[fault.code]
      expect([message, next]).toEqual(FAULT_SENTENCES[fault.code])
    }

    // Nothing that was typed, decided or saved is lost, and no PIN was presented but the one that was typed.
    expect(stage.verifies).toBe(typed.length)
    expectWiped()
    expect([capture.checkId, capture.consent]).toEqual([id, DECIDED])
    expect([...world.drafts.values()].map((draft) => draft.consent)).toEqual([DECIDED])
    expect(world.saved).toEqual([])

    await goOn(fault)
    const before = stage.verifies
    await typeThePin()
    await until(() => capture.step === 'saved')
    expect(stage.verifies).toBe(before + 1)
    expect(world.saved.map(({ note }) => note.id)).toEqual([id])
    await until(() => stage.timer.count === 0)
    expectWiped()
  })
})

function expectWiped(): void {
  for (const pin of typed) expect([...pin]).toEqual([0, 0, 0, 0])
}

describe('the fault table', () => {
  it('names each fault once', () => {
    expect(new Set(CARD_FAULTS.map(({ what }) => what)).size).toBe(CARD_FAULTS.length)
  })

  it('is the page that is kept for reading', () => {
    expect(readFileSync('docs/card-faults.md', 'utf8')).toBe(renderCardFaults())
  })
})
