/** The words of why a way is closed. */
import type { RuleId } from '../../rules'
import type { ObstacleCode } from '../obstacles'
import type { Words } from './words'

export interface ObstacleText extends Words {
  rule: RuleId
}

export const OBSTACLE_TEXTS: Readonly<Record<ObstacleCode, ObstacleText>> = {
  alreadyShown: {
    rule: 'R50',
    ja: 'もう見せてもらいました。',
    en: 'It was shown already.',
  },
  portalNeedsPin: {
    rule: 'R11',
    ja: '顔認証マイナンバーカードではマイナポータルを使えません。',
    en: 'MynaPortal cannot be used with a card without a PIN.',
  },
  portalAfterAnswer: {
    rule: 'R51',
    ja: 'この結果のときは、マイナポータルにも表示されません。',
    en: 'After this answer MynaPortal does not show it either.',
  },
  nothingOnFile: {
    rule: 'R50',
    ja: '施設に番号の控えがありません。',
    en: 'The facility has no numbers on file.',
  },
  firstVisit: {
    rule: 'R50',
    ja: '初診の方には使えません。',
    en: 'It is not for a first visit.',
  },
  returning: {
    rule: 'R50',
    ja: '申立書は、初診の方に書いてもらうものです。',
    en: 'The declaration is for a first visit.',
  },
  medicalOnly: {
    rule: 'R54',
    ja: '医療機関・薬局だけの方法です。',
    en: 'Only medical facilities and pharmacies may use it.',
  },
  withCardOnly: {
    rule: 'R53',
    ja: 'マイナンバーカードを見せてもらったときの方法です。',
    en: 'It counts only where the My Number Card is shown.',
  },
  noticeAlone: {
    rule: 'R53',
    ja: 'お知らせだけでは確認できません。',
    en: 'The notice alone is not enough.',
  },
  cardItselfOnly: {
    rule: 'R52',
    ja: 'カードそのものを見せてもらったときの方法です。',
    en: 'It counts only where the card itself is shown.',
  },
  noPin: {
    rule: 'R11',
    ja: '暗証番号のないカードです。',
    en: 'The card has no PIN.',
  },
  officialNeedsPin: {
    rule: 'R10',
    ja: '公式アプリでも、同じ4桁の暗証番号が必要です。',
    en: 'The official app asks for the same four-digit PIN.',
  },
  officialNoPin: {
    rule: 'R11',
    ja: '暗証番号のないカードでは使えません。',
    en: 'It cannot be used with a card without a PIN.',
  },
  officialDead: {
    rule: 'R23',
    ja: '電子証明書の期限が切れたカードでは使えません。',
    en: 'It cannot be used with a card whose certificate has ended.',
  },
}
