import { computed } from 'vue'
import { planDigitalIdentity, type DigitalIdentityPlan } from '../../domain/digital-identity'
import { planHandOff, type HandOffPlan } from '../../domain/handoff'
import type { CaptureRun } from './capture-run'
import type { CaptureSaid } from './capture-said'
import type { CaptureSaving } from './capture-saving'
import { useDeviceStore } from './device'
import { useLineStore } from './line'

/** Ways on which the patient goes on in another place: the official page, and デジタル認証アプリ on their own phone. */
export function createCaptureElsewhere(run: CaptureRun, said: CaptureSaid, saving: CaptureSaving) {
  const device = useDeviceStore()
  const line = useLineStore()

  const handOff = computed<HandOffPlan | null>(() =>
    run.setting.value
      ? planHandOff({
          setting: run.setting.value,
          day: run.today(),
          patientKnown: run.visit.value !== null,
          cardHasPin: run.visit.value?.cardHasPin ?? true,
          address: device.officialWeb,
        })
      : null,
  )
  /** デジタル認証アプリ; null where the gateway has none. */
  const appPlan = computed<DigitalIdentityPlan | null>(() =>
    device.digitalIdentity && run.setting.value
      ? planDigitalIdentity({
          setting: run.setting.value,
          day: run.today(),
          patientKnown: run.visit.value !== null,
          cardHasPin: run.visit.value?.cardHasPin ?? true,
          online: line.state === 'online',
        })
      : null,
  )

  /** setting, or the staff's side again → the patient sees the official page's address. */
  function showOfficial(): void {
    if (run.step.value !== 'setting' && run.step.value !== 'official') return
    if (!handOff.value?.open) return
    run.error.value = null
    run.step.value = 'official'
    run.patientSide.value = true
  }

  function leaveOfficial(): void {
    if (run.step.value === 'official') run.step.value = 'setting'
  }

  /** Captures the check as waiting for the official page; there the patient decides. */
  async function saveOfficial(): Promise<void> {
    const isReady = run.step.value === 'official' && handOff.value?.open === true
    const statement = run.statementWith(null)
    if (isReady && statement) await saving.saveUnsigned(statement, { kind: 'officialApp' })
  }

  /** setting → デジタル認証アプリ, by way of consent: the app proves a person and asks for none (docs/adr/0019). */
  async function startApp(): Promise<void> {
    if (run.step.value !== 'setting' || appPlan.value?.open !== true) return
    run.identity.value = 'app'
    run.error.value = null
    if (said.asksConsent.value) {
      run.step.value = 'handOver'
      return
    }
    run.step.value = 'app'
    run.patientSide.value = true
    await saveApp()
  }

  /** The check is on the disk before the patient goes on: whatever becomes of that, it waits. */
  async function saveApp(): Promise<void> {
    const statement = run.statementWith(said.consent.value)
    if (!statement) return
    const isCurrent = run.follow()
    try {
      await saving.saveUnsigned(statement, { kind: 'digitalIdentity' })
    } finally {
      if (isCurrent() && run.step.value === 'app') {
        // Not saved: staff read why, and begin again with the answers as they are.
        run.patientSide.value = false
        run.step.value = 'setting'
      }
    }
  }

  return { handOff, appPlan, showOfficial, leaveOfficial, saveOfficial, startApp, saveApp }
}
