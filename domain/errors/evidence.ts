import type { ErrorEntry } from './entry'

const ANOTHER_WAY = '「別の方法」に進んでください。'

/** TZ-G: what the gateway refuses of a check without the card (R33, R50–R54). */
export const evidenceErrors = {
  'TZ-G47': {
    cause: 'the 資格確認書 had expired on the day of capture (R53)',
    message: '資格確認書の有効期限が、確認した日に過ぎていました。',
    next: `新しい資格確認書かカードで確認してください。ないときは${ANOTHER_WAY}`,
  },
  'TZ-G48': {
    cause: 'document no longer enough by itself on the day of capture (R53)',
    message: 'この書類だけで確認できる期間は、確認した日に終わっていました。',
    next: `カードと一緒に見せてもらうか、${ANOTHER_WAY}`,
  },
  'TZ-G49': {
    cause: 'document captured without the card that must be shown with it (R50, R52)',
    message: 'この書類は、カードと一緒に見せてもらうものです。',
    next: `カードを見せてもらって入力し直すか、${ANOTHER_WAY}`,
  },
  'TZ-G50': {
    cause: 'what stands in the document cannot stand in one of its kind',
    message: '書類の内容に、ありえない日付や組み合わせがあります。',
    next: '書類を見て、もう一度入力してください。',
  },
  'TZ-G51': {
    cause: '口頭確認 or 申立書 from a facility that is none of 医療機関・薬局 (R54)',
    message: 'この方法は、医療機関・薬局だけが使えます。',
    next: '書類で確認するか、保険者に電話で問い合わせてください。',
  },
  'TZ-G52': {
    cause: '口頭確認 with numbers or a birth date that the facility does not have on file',
    message: '施設の控えに、この患者さんの同じ番号がありません。口頭では確認できません。',
    next: `書類を見せてもらって入力するか、${ANOTHER_WAY}`,
  },
  'TZ-G53': {
    cause: '再照会 in a setting that has none (R33)',
    message: 'この場面では、毎回カードでの確認が必要です。',
    next: `カードで確認してください。使えないときは${ANOTHER_WAY}`,
  },
  'TZ-G54': {
    cause: '再照会 without an earlier check by card of this patient at this facility (R33)',
    message: 'この施設でカードを確かめた記録がないため、再照会できません。',
    next: `カードで確認してください。使えないときは${ANOTHER_WAY}`,
  },
  'TZ-G55': {
    cause: '再照会 of a patient whose visits do not go on (R33)',
    message: '訪問が続いていない患者さんのため、再照会できません。',
    next: `カードで確認してください。使えないときは${ANOTHER_WAY}`,
  },
  'TZ-G56': {
    cause: '再照会 after the patient has taken the consent back (R33, R34)',
    message: '患者さんが同意を取り消しているため、再照会できません。',
    next: 'カードで確認し直し、同意をもう一度お尋ねください。',
  },
  'TZ-G57': {
    cause: '申立書 that is not complete or does not hold together (R55)',
    message: '申立書に、足りないところか合わないところがあります。',
    next: '申立書を見直し、もう一度保存してください。',
  },
} as const satisfies Record<string, ErrorEntry>
