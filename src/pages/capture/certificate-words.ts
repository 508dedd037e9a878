import type { CertificateNotice } from '../../../domain/answer'
import type { Channel } from '../../../domain/check'
import { formatDayJa } from '../../../domain/days'

/** What the patient is told of the certificate before typing; null where there is nothing to say (R21, R22, R24). */
export function certificateWords(
  notice: CertificateNotice,
  channel: Channel | null,
  endsBy: 'certificate' | 'card' | null = 'certificate',
): { title: string; lines: string[] } | null {
  const what = endsBy === 'card' ? 'マイナンバーカード' : 'カードの電子証明書'
  const renew = '新しくする手続きは、市区町村の窓口で無料でできます。'
  switch (notice.state) {
    case 'valid':
    case 'dead':
      return null
    case 'alert':
      return {
        title: `${what}の期限が近づいています`,
        lines: [
          `${formatDayJa(notice.lastDay)}まで使えます。今日の確認はこのままできます。`,
          renew,
        ],
      }
    case 'grace':
      return {
        title: `${what}の期限が過ぎています`,
        lines: [
          `${formatDayJa(notice.usableUntil)}までは、このカードで保険の確認ができます。`,
          ...(channel === 'homeConsent' ? ['診療や薬の情報は、新しくするまで見られません。'] : []),
          '保険の資格がなくなったわけではありません。',
          renew,
        ],
      }
  }
}

/** The last day on which the card can be used as it can today; short, for the screen where the PIN is typed. */
export function lastDayWords({ state, lastDay, usableUntil }: CertificateNotice): string {
  const until = formatDayJa(state === 'grace' ? usableUntil : lastDay)
  return `カードは${until}まで`
}
