/** 要対応: the answers that leave something to do. Each answer is opened once to be judged, and kept open only while it waits. */
import type { EligibilityAnswer } from '../../domain/answer'
import { needsFollowUp } from '../../domain/decide/follow-up'
import type { TazuneDb } from '../sync/db'
import type { AnswerRecord } from '../sync/schema'
import { StoreFault } from '../sync/store-fault'
import {
  FOLLOW_UPS_KEY,
  forgetTriage,
  listUntriaged,
  readFollowUps,
  readOpenAnswers,
  storeTriage,
} from '../sync/triage'
import type { UnlockedVault } from '../sync/unlocked-vault'
import { openAnswer } from './open-answer'
import type { OpenVault } from './open-vault'

export interface FollowUp {
  record: AnswerRecord
  answer: EligibilityAnswer
}

interface FollowUpList {
  v: 1
  ids: string[]
}

/** Judged together: few enough to be done before anybody notices, many enough to be worth a transaction. */
const BATCH = 50

/** @returns what lists them, newest first; an empty list while the device is locked */
export function createFollowUps(db: TazuneDb, open: OpenVault): () => Promise<FollowUp[]> {
  /** Opened answers of those that wait; of one vault, and gone with it. */
  let known: { vault: UnlockedVault; answers: Map<string, EligibilityAnswer> } | null = null
  open.onClosed(() => (known = null))

  async function readAnswer(
    vault: UnlockedVault,
    record: AnswerRecord,
  ): Promise<EligibilityAnswer | null> {
    if (known?.vault !== vault) known = { vault, answers: new Map() }
    const { answers } = known
    const kept = answers.get(record.id)
    if (kept !== undefined) return kept
    const answer = await openAnswer(vault, record)
    if (answer !== null && needsFollowUp(answer)) answers.set(record.id, answer)
    return answer
  }

  /** Judges one batch. False when nothing is left to judge. */
  async function judgeBatch(vault: UnlockedVault): Promise<boolean> {
    const fresh = await listUntriaged(db, BATCH)
    if (fresh.length === 0) return false
    const before = await readFollowUps(db)
    const list = await vault.getMany<FollowUpList>([FOLLOW_UPS_KEY])
    const waiting = await readOpenAnswers(db, list[0]?.ids ?? [])
    const answers = await Promise.all(fresh.map((record) => readAnswer(vault, record)))
    // Locked in the middle: what could not be opened then is not judged.
    if (vault.isLocked) return false
    const asking = fresh.filter((_, at) => {
      const answer = answers[at]
      return answer ? needsFollowUp(answer) : false
    })
    const ids = [...new Set([...waiting, ...asking].map(({ id }) => id))]
    const sealed = await vault.seal(FOLLOW_UPS_KEY, { v: 1, ids } satisfies FollowUpList)
    await storeTriage(
      db,
      fresh.map(({ id }) => id),
      sealed,
      before,
    )
    return true
  }

  async function readList(vault: UnlockedVault): Promise<string[]> {
    const [list] = await vault.getMany<FollowUpList>([FOLLOW_UPS_KEY])
    return list?.ids ?? []
  }

  /** The list was damaged: better to judge everything again than to drop what somebody waits for. */
  async function mendList(vault: UnlockedVault): Promise<void> {
    const [note, [list]] = await Promise.all([
      readFollowUps(db),
      vault.getMany<FollowUpList>([FOLLOW_UPS_KEY]),
    ])
    if (note !== undefined && list === undefined) await forgetTriage(db)
  }

  async function list(vault: UnlockedVault): Promise<FollowUp[]> {
    await mendList(vault)
    while (await judgeBatch(vault));
    const records = await readOpenAnswers(db, await readList(vault))
    const answers = await Promise.all(records.map((record) => readAnswer(vault, record)))
    const found = records.flatMap((record, at) => {
      const answer = answers[at]
      return answer ? [{ record, answer }] : []
    })
    return found.sort((one, other) => (one.record.id < other.record.id ? 1 : -1))
  }

  return async () => {
    const vault = open.current()
    if (vault === null) return []
    try {
      return await list(vault)
    } catch (cause) {
      if (cause instanceof StoreFault && cause.code === 'TZ-D15') return []
      throw cause
    }
  }
}
