import { storeToRefs } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Channel, CheckStatement, Consent, Setting } from '../../domain/check'
import { dayInJapan, type Day } from '../../domain/days'
import type { ErrorCode } from '../../domain/errors'
import { channelFor } from '../../domain/settings'
import type { Visit } from '../../domain/visit'
import { composeStatement } from './capture-check'
import { useDeviceStore } from './device'
import { useTabletStore } from './tablet'
import type { CardStage } from './view-types'

/** The check that is under way, as every part of the capture sees it. */
export type CaptureRun = ReturnType<typeof createCaptureRun>

/** @param now ms since the epoch */
export function createCaptureRun(now: () => number) {
  const device = useDeviceStore()
  const { step, patientSide } = storeToRefs(useTabletStore())
  const visit = shallowRef<Visit | null>(null)
  const setting = ref<Setting | null>(null)
  /** How the person is to be known as the card's: what comes after consent. */
  const identity = ref<'pin' | 'face' | 'app'>('pin')
  const checkId = ref<string | null>(null)
  const error = ref<ErrorCode | null>(null)
  const stage = ref<CardStage>('idle')
  const progress = ref(0)
  /** Changes with each check that is begun or left. */
  let session = 0

  const today = (): Day => dayInJapan(now())
  const channel = computed<Channel | null>(() =>
    setting.value ? channelFor(setting.value, today()) : null,
  )

  function showStage(next: CardStage, fraction: number): void {
    stage.value = next
    progress.value = fraction
  }

  /** Tells later whether it is still this check: what a step waited for must not reach into the next one. */
  function follow(): () => boolean {
    const mine = session
    return () => mine === session
  }

  function who(): { visit: Visit | null; staffName: string } {
    return { visit: visit.value, staffName: device.currentStaff?.name ?? '' }
  }

  /** As it stands now; null where setting or check are missing. */
  function statementWith(consent: Consent | null): CheckStatement | null {
    if (!checkId.value || !setting.value || !channel.value) return null
    const decided = channel.value === 'homeConsent' ? consent : null
    const check = { id: checkId.value, setting: setting.value, channel: channel.value }
    return composeStatement({ ...check, consent: decided }, visit.value, device, now())
  }

  function reset(): void {
    session += 1
    visit.value = null
    setting.value = null
    identity.value = 'pin'
    checkId.value = null
    error.value = null
    patientSide.value = false
    showStage('idle', 0)
  }

  return {
    step,
    patientSide,
    visit,
    setting,
    identity,
    checkId,
    error,
    stage,
    progress,
    today,
    channel,
    showStage,
    follow,
    who,
    statementWith,
    reset,
  }
}
