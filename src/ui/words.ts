/** Words that several screens use for the same thing. */
import type { CheckState } from '../../domain/check'
import { dayInJapan, formatTimeJa } from '../../domain/days'
import type { ErrorCode } from '../../domain/errors'
import type { VisitNeed } from '../../domain/visit'
import type { LineState } from '../stores/view-types'
import { staffText, t, tBadgeDay, tMonthDay } from '../words/staff'
import type { IconName } from './base/icons'
import type { Tone } from './base/tone'

export interface Wording {
  /** A sentence of staff in Japanese, shown by `tText`. */
  text: string
  tone: Tone
  icon: IconName
}

/** Three truths, three words; grey unless something is needed from the reader. */
export const LINE_WORDS: Readonly<Record<LineState, Wording>> = {
  online: { text: staffText('接続中'), tone: 'neutral', icon: 'online' },
  noLine: { text: staffText('回線なし・端末に保存します'), tone: 'neutral', icon: 'offline' },
  unreachable: {
    text: staffText('サーバーに届きません・端末に保存します'),
    tone: 'neutral',
    icon: 'unreachable',
  },
  portal: { text: staffText('Wi-Fiの利用手続きをしてください'), tone: 'attention', icon: 'portal' },
  accessEnded: {
    text: staffText('認証切れ・再ログインしてください'),
    tone: 'attention',
    icon: 'key',
  },
  unregistered: {
    text: staffText('端末の登録が無効・管理者に連絡してください'),
    tone: 'attention',
    icon: 'device',
  },
}

/** Why nothing goes out by itself, where somebody has to do something first. */
export const LINE_TROUBLE: Partial<Readonly<Record<LineState, ErrorCode>>> = {
  portal: 'TZ-D03',
  accessEnded: 'TZ-G03',
  unregistered: 'TZ-G04',
}

export const CHECK_WORDS: Readonly<Record<CheckState, Wording>> = {
  draft: { text: staffText('途中'), tone: 'neutral', icon: 'clock' },
  queued: { text: staffText('端末に保存・未送信'), tone: 'neutral', icon: 'saved' },
  sending: { text: staffText('送信中'), tone: 'info', icon: 'sync' },
  accepted: { text: staffText('送信済み・結果待ち'), tone: 'info', icon: 'sent' },
  answered: { text: staffText('結果あり'), tone: 'ok', icon: 'answer' },
  settled: { text: staffText('完了'), tone: 'neutral', icon: 'doneRound' },
  rejected: { text: staffText('受け付けられませんでした'), tone: 'attention', icon: 'attention' },
  quarantined: { text: staffText('別にしてあります'), tone: 'attention', icon: 'attention' },
  unanswered: { text: staffText('結果は届きません'), tone: 'attention', icon: 'attention' },
  withdrawn: { text: staffText('取り下げ済み'), tone: 'neutral', icon: 'close' },
}

/** The gateway has the check; what is missing is the patient's own act on the official page. */
export const WAITING_FOR_OFFICIAL: Wording = {
  text: staffText('公式アプリの受付待ち'),
  tone: 'neutral',
  icon: 'clock',
}

/** The gateway has the check; what is missing is the patient's own act in デジタル認証アプリ. */
export const WAITING_FOR_APP: Wording = {
  text: staffText('デジタル認証アプリの確認待ち'),
  tone: 'neutral',
  icon: 'clock',
}

/** 申立書: the gateway has it, nobody is asked with it, and no answer will come. */
export const WAITING_FOR_NUMBERS: Wording = {
  text: staffText('送信済み・請求の前に番号を確かめます'),
  tone: 'neutral',
  icon: 'sent',
}

/** 今回必要なこと, one badge. */
export function needWording(need: VisitNeed): Wording {
  switch (need.kind) {
    case 'card':
      return { text: t('カード必要'), tone: 'info', icon: 'card' }
    case 'reinquiry':
      return { text: t('再照会のみ'), tone: 'neutral', icon: 'sync' }
    case 'previousInvalid':
      return { text: t('前回 無効'), tone: 'attention', icon: 'attention' }
    case 'certificateEnds':
      return {
        text: t('証明書 {day}まで', { day: tBadgeDay(need.day) }),
        tone: 'attention',
        icon: 'clock',
      }
    case 'document':
      return { text: t('資格確認書'), tone: 'info', icon: 'answer' }
  }
}

/** 10:32 today, 5月30日 10:32 on any other day. */
export function formatMoment(ms: number, nowMs: number): string {
  const day = dayInJapan(ms)
  if (day === dayInJapan(nowMs)) return formatTimeJa(ms)
  return `${tMonthDay(day)} ${formatTimeJa(ms)}`
}

/** Of a check or a consent: the name it was taken under, or that nobody on the list was chosen. */
export function nameShown(name: string | null | undefined): string {
  return name ?? t('予定にない患者さん')
}
