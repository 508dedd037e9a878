import { computed, ref, shallowRef } from 'vue'
import type { Consent, Setting } from '../../domain/check'
import { settingRule, type ConsentLife } from '../../domain/settings'
import type { CaptureDrafts } from './capture-drafts'
import type { CaptureRun } from './capture-run'
import type { Draft, WaysSaid } from './view-types'

export type CaptureSaid = ReturnType<typeof createCaptureSaid>

/** What people have said in this check: the patient's consent, and what was told on 別の方法. Its draft keeps it. */
export function createCaptureSaid(run: CaptureRun, drafts: CaptureDrafts) {
  /** With the setting in which it was decided: there they were told how long it holds. */
  const decided = shallowRef<{ consent: Consent; setting: Setting | null } | null>(null)
  const askedAnew = ref(false)
  /** null until somebody goes there. */
  const ways = shallowRef<WaysSaid | null>(null)
  /** What the patient decided is in the vault. */
  const answersKept = ref(false)

  const consent = computed(() => decided.value?.consent ?? null)
  /** The patient is asked once more: staff want it, or the setting is now one in which consent lives otherwise (R32). */
  const reconsidering = computed(() => {
    if (!decided.value) return false
    const { setting } = decided.value
    const isOtherwise = setting !== null && lifeIn(setting) !== lifeIn(run.setting.value)
    return askedAnew.value || (run.channel.value === 'homeConsent' && isOtherwise)
  })
  /** ② and the patient has yet to decide. */
  const asksConsent = computed(
    () => run.channel.value === 'homeConsent' && (!consent.value || reconsidering.value),
  )

  function lifeIn(where: Setting | null): ConsentLife | null {
    return where && settingRule(where, run.today()).consentLife
  }

  function decide(by: Consent): void {
    decided.value = { consent: by, setting: run.setting.value }
    askedAnew.value = false
  }

  /** The patient wants to answer anew; the earlier answers are shown, not lost. */
  function reconsider(): void {
    askedAnew.value = true
  }

  async function keep(): Promise<void> {
    if (!run.checkId.value || !run.setting.value) return
    const isCurrent = run.follow()
    answersKept.value = false
    const kept = await drafts.keep({
      v: 1,
      id: run.checkId.value,
      visitId: run.visit.value?.id ?? null,
      setting: run.setting.value,
      consent: consent.value,
      ...(ways.value && { ways: ways.value }),
    })
    if (isCurrent()) answersKept.value = kept && consent.value !== null
  }

  /** What was told on 別の方法 stays with the check; without a setting only as long as the screen does. */
  async function keepWays(told: WaysSaid): Promise<void> {
    ways.value = told
    await keep()
  }

  function takeUp(draft: Draft): void {
    run.checkId.value = draft.id
    run.setting.value = draft.setting
    decided.value = draft.consent && { consent: draft.consent, setting: draft.setting }
    ways.value = draft.ways ?? null
    answersKept.value = draft.consent !== null
  }

  /** For another check of the same patient: what they decided stands. */
  async function passOn(begin: () => void): Promise<void> {
    const kept = { setting: run.setting.value, decided: decided.value, ways: ways.value }
    begin()
    run.setting.value = kept.setting
    decided.value = kept.decided
    ways.value = kept.ways
    if (kept.decided || kept.ways) await keep()
  }

  function reset(): void {
    decided.value = null
    askedAnew.value = false
    ways.value = null
    answersKept.value = false
  }

  return {
    consent,
    ways,
    answersKept,
    reconsidering,
    asksConsent,
    decide,
    reconsider,
    keep,
    keepWays,
    takeUp,
    passOn,
    reset,
  }
}
