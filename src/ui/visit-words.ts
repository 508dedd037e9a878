/** What a visit's line says before ringing the bell: one badge, and the rest in short sentences. */
import type { CardReason, VisitOutlook } from '../../domain/decide/visit-need'
import type { Visit } from '../../domain/visit'
import { type StaffSentence, staffText, t, tBadgeDay, tDay } from '../words/staff'
import { needWording, type Wording } from './words'

/** `unknown`: the facility has told nothing of the patient. `underWay`: a check of the visit has been begun. */
export type NoReinquiry = CardReason | 'closed' | 'underWay' | 'unknown'

const REASONS: Readonly<Record<NoReinquiry, StaffSentence>> = {
  setting: staffText('この場面では、毎回カードで確認します。'),
  noCardCheck: staffText('カードでの確認が、まだありません。'),
  notContinuing: staffText('訪問が続いていないため、カードで確認します。'),
  withdrawn: staffText('同意が取り消されているため、カードで確認し直します。'),
  closed: staffText('再照会では結果が届きません。カードで確認します。'),
  refused: staffText('再照会は受け付けられませんでした。カードで確認します。'),
  usesDocument: staffText('マイナ保険証をお使いでない方です。資格確認書で確認します。'),
  dead: staffText('電子証明書が使えなくなっているため、資格確認書で確認します。'),
  underWay: staffText('確認の途中です。続きから確認します。'),
  unknown: staffText('この方の記録が届いていません。一覧を更新してください。'),
}

const MEANS: Readonly<Record<VisitOutlook['means'], StaffSentence>> = {
  card: staffText('カードが必要です。'),
  reinquiry: staffText('再照会で確認できます。'),
  document: staffText('資格確認書で確認します。'),
}

/** Why somebody is not asked again without the card. */
export function reasonWords(reason: NoReinquiry): string {
  return t(REASONS[reason])
}

/** The heaviest need. */
export function badgeOf({ need }: Pick<Visit, 'need'>, outlook: VisitOutlook | null): Wording {
  const shown = outlook?.need ?? need
  const wording = needWording(shown)
  if (shown.kind === 'previousInvalid' && outlook?.previous === 'none') {
    return { ...wording, text: t('前回 情報なし') }
  }
  if (shown.kind === 'certificateEnds' && outlook?.end?.by === 'card') {
    return { ...wording, text: t('カード {day}まで', { day: tBadgeDay(shown.day) }) }
  }
  return wording
}

/** What the badge leaves unsaid, the heaviest first; none where there is nothing to add. */
export function notesOf(outlook: VisitOutlook): string[] {
  return [...previousNote(outlook), ...endNote(outlook), ...meansNote(outlook)]
}

/** What a check by card would not bring, said while something can still be brought along; null where it is asked as ever. */
export function unaskedNote({ unasked }: Pick<Visit, 'unasked'>): string | null {
  if (unasked?.card == null) return null
  return unasked.card === 'TZ-G61'
    ? t(
        '名簿に保険の番号か生年月日がないため、カードだけでは照会できません。番号のわかる書類も見せてもらってください。',
      )
    : t('カードだけでは照会できません。番号のわかる書類も見せてもらってください。')
}

/** What still holds when the check is done: the patient has yet to be told. */
export function endNote({ end }: VisitOutlook): string[] {
  if (end === null) return []
  const day = tDay(end.lastDay)
  const until = tDay(end.usableUntil)
  const ofCard = end.by === 'card'
  switch (end.state) {
    case 'valid':
      return []
    case 'alert':
      return [
        ofCard
          ? t('カードは{day}まで。そのあとも{until}までは保険を確認できます。', { day, until })
          : t('電子証明書は{day}まで。そのあとも{until}までは保険を確認できます。', { day, until }),
      ]
    case 'grace':
      return [
        ofCard
          ? t('カードの期限は{day}でした。{until}までは保険の確認だけできます。', { day, until })
          : t('電子証明書の期限は{day}でした。{until}までは保険の確認だけできます。', {
              day,
              until,
            }),
      ]
    case 'dead':
      return [t('カードは{until}を過ぎて使えなくなりました。', { until })]
  }
}

/** 情報なし is never called "uninsured" (R43). */
function previousNote({ previous }: VisitOutlook): string[] {
  if (previous === null) return []
  return [
    previous === 'invalid'
      ? t('前回は無効でした。保険が変わったかを尋ねます。')
      : t('前回は資格の情報がありませんでした。保険が変わったかを尋ねます。'),
  ]
}

function meansNote(outlook: VisitOutlook): string[] {
  const { need, means, end, reinquiry, usesDocument } = outlook
  if (means === 'reinquiry') {
    const gap = reinquiry.allowed && reinquiry.warning
    return [
      ...(need.kind === 'reinquiry' ? [] : [t(MEANS.reinquiry)]),
      ...(gap ? [t('前回の訪問から{n}日たっています。', { n: gap.days })] : []),
    ]
  }
  if (means === 'document') {
    const isSaid = end?.state === 'dead' && !usesDocument
    return [t(isSaid ? MEANS.document : REASONS.usesDocument)]
  }
  const closed = outlook.reinquiryClosed ? 'closed' : 'refused'
  const reason = reinquiry.allowed ? closed : reinquiry.refusal
  return need.kind === 'card' || reason === 'setting' || reason === 'withdrawn'
    ? [t(REASONS[reason])]
    : [t(MEANS.card)]
}
