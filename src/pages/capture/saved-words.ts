import type { CheckState } from '../../../domain/check'
import type { CheckWay } from '../../stores/view-types'
import { t } from '../../words/staff'

/** What happens by itself from here; `sendsClosed`: the browser sends with the app closed (Background Sync). */
export function whatComesNext(state: CheckState, sendsClosed: boolean, way?: CheckWay): string {
  switch (state) {
    case 'draft':
    case 'queued':
      return sendsClosed
        ? t('回線が戻ると、施錠中でもアプリを閉じていても自動で送ります。')
        : t('回線のある所でこのアプリを開くと、自動で送ります。施錠中でも送ります。')
    case 'sending':
      return t('送っています。画面を閉じてもかまいません。')
    case 'accepted':
      if (way === 'digitalIdentity') {
        return t('サーバーに届きました。患者さんの確認が済むと、結果が自動で届きます。')
      }
      if (way === 'declaration') {
        return t(
          'サーバーに届きました。申立書では照会しません。請求の前に、番号を確かめるか「不詳」として請求します。',
        )
      }
      return way === 'officialApp'
        ? t(
            '公式アプリの受付待ちです。患者さんの受付が済むと、同意と結果が自動で届きます。待たずに進んでかまいません。',
          )
        : t('サーバーに届きました。結果は自動で届きます。待たずに進んでかまいません。')
    case 'settled':
      if (way === 'declaration') return t('請求の作業が終わり、申立書は消去しました。')
      return t('結果を見て、次にすることを確かめてください。')
    case 'answered':
      return t('結果を見て、次にすることを確かめてください。')
    case 'rejected':
    case 'quarantined':
      return t('消えてはいません。「要対応」で理由と次にすることを確かめてください。')
    case 'unanswered':
      return t('照会の結果は届きません。「要対応」で理由と次にすることを確かめてください。')
    case 'withdrawn':
      return t('この確認は取り下げられました。')
  }
}
