import type { Channel } from '../../../domain/check'

/** The channel and why, in the words staff read (R1–R4). */
export const CHANNEL_WORDS: Readonly<Record<Channel, { label: string; why: string }>> = {
  counter: {
    label: '通常(窓口のカードリーダー)',
    why: 'この場面は、このアプリではなく窓口の顔認証付きカードリーダーで確認します。故障や操作が難しいときは、場面を「機器の故障・操作が難しい」に変えてください。',
  },
  homeConsent: {
    label: '居宅同意取得型',
    why: '保険の資格を確認します。患者さんが同意すれば、診療や薬の情報も見られます。',
  },
  eligibilityOnly: {
    label: '資格確認限定型',
    why: '保険の資格だけを確認します。医療情報は扱わないので、同意の画面はありません。',
  },
}
