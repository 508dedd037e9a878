import { shallowRef } from 'vue'
import type { CheckPayload, CheckStatement } from '../../domain/check'
import type { ErrorCode } from '../../domain/errors'
import { composeUnsigned } from './capture-check'
import type { CaptureDrafts } from './capture-drafts'
import type { CaptureRun } from './capture-run'
import { useChecksStore } from './checks'
import { withNumbersOnFile } from './kept-for-claim'
import type { Services } from './services'
import type { CheckNote, KeptForClaim } from './view-types'

/** A check as it is to be saved. */
export interface CapturedCheck {
  payload: CheckPayload
  note: CheckNote
  kept?: KeptForClaim | undefined
}

export type CaptureSaving = ReturnType<typeof createCaptureSaving>

/** From what was captured to the durable record. */
export function createCaptureSaving(
  run: CaptureRun,
  { sync, card }: Pick<Services, 'sync' | 'card'>,
  drafts: CaptureDrafts,
) {
  const checks = useChecksStore()
  /** Signed by the card but not yet on the disk; kept until it is, so that no second PIN is needed. */
  const unsaved = shallowRef<CapturedCheck | null>(null)
  /** The check that is being committed. */
  let committing: (() => boolean) | null = null

  function isSaved(): boolean {
    return run.step.value === 'saved'
  }

  /** Commits what waits; a refusal (no room) keeps it for another try. */
  async function saveAgain(): Promise<void> {
    const pending = unsaved.value
    if (!pending || committing?.()) return
    const isCurrent = run.follow()
    committing = isCurrent
    run.error.value = null
    run.showStage('saving', 0.9)
    try {
      // A draft that is still being written would come back after the save has removed it.
      await drafts.settled()
      const kept = withNumbersOnFile(pending.kept, run.visit.value)
      const saved = await sync.save(pending.payload, pending.note, kept)
      if (!isCurrent()) return
      if (!saved.ok) {
        fail(saved.code)
        return
      }
    } catch (cause) {
      if (isCurrent()) fail('TZ-D04')
      throw cause
    } finally {
      if (committing === isCurrent) committing = null
    }
    unsaved.value = null
    run.showStage('idle', 1)
    run.step.value = 'saved'
    await Promise.all([card.release(), checks.reload()])
  }

  function fail(code: ErrorCode): void {
    run.showStage('idle', 0)
    run.error.value = code
    // The face was compared and is gone from the screen; what the card signed waits as after a PIN.
    if (run.step.value === 'face') run.step.value = 'hold'
  }

  async function save(made: CapturedCheck): Promise<void> {
    unsaved.value = made
    await saveAgain()
  }

  /** What no card signed can be composed again: where it cannot be saved it is given up, with the reason in `error`. */
  async function saveUnsigned(
    statement: CheckStatement,
    evidence: Parameters<typeof composeUnsigned>[1],
    kept?: KeptForClaim,
  ): Promise<boolean> {
    if (unsaved.value || isSaved()) return false
    const isCurrent = run.follow()
    try {
      await save({ ...composeUnsigned(statement, evidence, run.who()), kept })
    } finally {
      if (isCurrent()) unsaved.value = null
    }
    return isCurrent() && isSaved()
  }

  return {
    unsaved,
    save,
    saveAgain,
    saveUnsigned,
    reset: () => {
      unsaved.value = null
    },
  }
}
