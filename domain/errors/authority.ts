import type { ErrorEntry } from './entry'

const otherWay = '「別の方法」に進むか、番号のわかる書類を見せてもらってください。'
const askAdmin = '管理者に、この番号を伝えてください。'

/** TZ-G60 to TZ-G66: what the authority cannot be asked, and what its answer does not say (docs/oqs.md). */
export const authorityErrors = {
  'TZ-G60': {
    cause: 'the authority is asked by numbers, and the check names no patient of the facility',
    message: '飛び込みの患者さんのため、照会する番号がわかりません。確認の記録は残っています。',
    next: otherWay,
  },
  'TZ-G61': {
    cause: 'the authority is asked by numbers, and the roster has none, or no birth date',
    message: '名簿に保険の番号または生年月日がないため、照会できません。確認の記録は残っています。',
    next: otherWay,
  },
  'TZ-G62': {
    cause:
      'the interface is not confirmed by the official specification and not released (oqs-layout.json)',
    message: 'この方法での照会は、この施設ではまだ使えません。確認の記録は残っています。',
    next: '「別の方法」に進み、管理者にこの番号を伝えてください。',
  },
  'TZ-G63': {
    cause: 'a value cannot be written in the encoding of the exchange folder',
    message: '照会の文字コードで書けない文字があるため、照会できません。',
    next: '記号と番号の文字を確かめ、もう一度入力してください。',
  },
  'TZ-G64': {
    cause: 'the authority ended with an error of its own; its code and message come with it',
    message: 'オンライン資格確認のシステムが、エラーを返しました。',
    next: 'いっしょに出ている番号とことばを、管理者に伝えてください。',
  },
  'TZ-G65': {
    cause: 'the result of the authority cannot be read; the file is left where it is',
    message: '照会の結果を読み取れませんでした。確認の記録は残っています。',
    next: askAdmin,
  },
  'TZ-G66': {
    cause: 'the birth date on the card’s face is not the roster’s of the patient of the visit',
    message: 'カードの生年月日が、名簿の患者さんの生年月日と違うため、照会しませんでした。',
    next: '訪問先の患者さんを確かめ、選び直してもう一度確認してください。',
  },
} as const satisfies Record<string, ErrorEntry>
