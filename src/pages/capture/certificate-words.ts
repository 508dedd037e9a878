import type { CertificateNotice } from '../../../domain/answer'
import type { Channel } from '../../../domain/check'
import { say, sayDay, sayShortDay } from '../../words/patient'

/** What the patient is told of the certificate before typing; null where there is nothing to say (R21, R22, R24). */
export function certificateWords(
  notice: CertificateNotice,
  channel: Channel | null,
  endsBy: 'certificate' | 'card' | null = 'certificate',
): { title: string; lines: string[] } | null {
  const isCard = endsBy === 'card'
  const renew = say('新しくする手続きは、市区町村の窓口で無料でできます。')
  switch (notice.state) {
    case 'valid':
    case 'dead':
      return null
    case 'alert':
      return {
        title: isCard
          ? say('マイナンバーカードの期限が近づいています')
          : say('カードの電子証明書の期限が近づいています'),
        lines: [
          say('{day}まで使えます。今日の確認はこのままできます。', { day: sayDay(notice.lastDay) }),
          renew,
        ],
      }
    case 'grace':
      return {
        title: isCard
          ? say('マイナンバーカードの期限が過ぎています')
          : say('カードの電子証明書の期限が過ぎています'),
        lines: [
          say('{day}までは、このカードで保険の確認ができます。', {
            day: sayDay(notice.usableUntil),
          }),
          ...(channel === 'homeConsent'
            ? [say('診療や薬の情報は、新しくするまで見られません。')]
            : []),
          say('保険の資格がなくなったわけではありません。'),
          renew,
        ],
      }
  }
}

/** The last day on which the card can be used as it can today; short, for the screen where the PIN is typed. */
export function lastDayWords({ state, lastDay, usableUntil }: CertificateNotice): string {
  return say('カードは{day}まで', { day: sayShortDay(state === 'grace' ? usableUntil : lastDay) })
}
