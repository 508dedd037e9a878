import { staffText } from '../../words/staff'

/** 取り下げ of a check that the gateway has and that waits for the patient. */
export const STOP_WAITING = staffText(
  '受付を待つのをやめ、サーバーにも探すのをやめさせます。回線がないときは、戻ると自動で伝えます。伝わる前に結果が届いたときは、その結果を表示します。記録と理由はこの端末に残ります。',
)

/** What a day of waiting means, and the first thing to do. */
export const ASK_AGAIN = staffText(
  '1日を過ぎました。患者さんに、受付が「完了」まで進んだか尋ねてください。進んでいなければ、次のどれかに進みます。',
)
