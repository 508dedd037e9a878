/** What the roster's pages say of closed lists. */
import type { DayVisit, MorningFacts, RosterRow } from '../../../api/admin/roster'
import { settingRule } from '../../../domain/settings'
import type { Day } from '../../../domain/days'
import { VALIDITY_LABELS } from '../../../domain/texts/codes'
import { reasonWords } from '../../ui/visit-words'
import { staffText, t, tDate, tText, type StaffSentence } from '../../words/staff'

type Why = NonNullable<RosterRow['undecided']>['why']
type Result = NonNullable<MorningFacts['result']>

const UNDECIDED: Readonly<Record<Why, StaffSentence>> = {
  severalPatients: staffText(
    '結果に合う患者さんが何人かいました。番号を確かめて、ファイルの「確認日」に入れてください。',
  ),
  severalInsurances: staffText(
    '使える資格がいくつかありました。使う番号を、ファイルの「確認日」に入れてください。',
  ),
  otherPerson: staffText(
    '結果が別の方のものでした。患者番号と保険の番号の組み合わせを確かめてください。',
  ),
}

export function undecidedWords(why: Why): string {
  return t(UNDECIDED[why])
}

/** Whether somebody may be asked about before the visit, and why not. */
export function askedWords(reason: DayVisit['reason']): string {
  if (reason === null) return t('再照会で確認できます。')
  if (reason === 'noNumbers') return t('保険の番号がないため、先に照会できません。')
  if (reason === 'notWritable') return t('保険の番号に送れない文字があるため、先に照会できません。')
  return reasonWords(reason)
}

export function settingWords(setting: DayVisit['setting'], day: Day): string {
  return tText(settingRule(setting, day).label)
}

export function answerWords(last: RosterRow['lastAnswer']): string {
  if (last === null) return t('結果はまだありません')
  return t('{validity}({day})', {
    validity: tText(VALIDITY_LABELS[last.validity]),
    day: tDate(last.on),
  })
}

/** The one sentence of a morning. @param isOver the day is, so nothing more will come */
export function bulkWords({ bulk, asked, taken }: Result, isOver: boolean): string {
  switch (bulk) {
    case 'nobody':
      return t('カードなしで先に照会できる患者さんは、いません。')
    case 'off':
      return t('まとめて照会するしくみがありません。端末から一人ずつ照会します。')
    case 'asked':
    case 'pending':
      return isOver
        ? t('{n}人について照会しましたが、結果は来ませんでした。', { n: asked })
        : t('{n}人について照会しました。結果を待っています。', { n: asked })
    case 'failed':
      return t('照会はエラーで終わりました。端末から一人ずつ照会してください。')
    case 'over':
      return t('{n}人について照会しましたが、結果はもう残っていません。', { n: asked })
    case 'taken':
      return t('{asked}人について照会し、{answered}人の結果が来ました。', {
        asked,
        answered: answeredOf(taken),
      })
  }
}

export function consentedWords({ consented, consentedTaken }: Result, isOver: boolean): string {
  return consented === 'taken'
    ? t('公式の受付で同意した{n}人の資格情報が来ました。', { n: answeredOf(consentedTaken) })
    : listWords(t('同意した方の一覧'), consented, isOver)
}

/** null where the facility does not want the list. */
export function welfareWords({ welfare }: Result, isOver: boolean): string | null {
  if (welfare === null) return null
  return welfare.state === 'taken'
    ? t('医療扶助の{n}人の、この月の医療券・調剤券の情報が来ました。', {
        n: answeredOf(welfare.taken),
      })
    : listWords(t('医療扶助の一覧'), welfare.state, isOver)
}

function listWords(
  list: string,
  state: Exclude<Result['consented'], 'taken'>,
  isOver: boolean,
): string {
  switch (state) {
    case 'nobody':
    case 'off':
      return t('{list}は、求めていません。', { list })
    case 'asked':
    case 'pending':
      return isOver
        ? t('{list}は、来ませんでした。', { list })
        : t('{list}を求めました。結果を待っています。', { list })
    case 'failed':
      return t('{list}は、エラーで終わりました。', { list })
    case 'over':
      return t('{list}は、もう残っていません。', { list })
  }
}

/** Of 医療扶助 on the day of a visit; null where nothing is known of it. */
export function ticketWords(welfare: DayVisit['welfare']): string | null {
  switch (welfare) {
    case null:
      return null
    case 'inForce':
      return t('医療扶助の医療券・調剤券があります。')
    case 'notInForce':
      return t(
        'この日に使える医療扶助の医療券・調剤券は、まだ来ていません。福祉事務所に確かめてください。',
      )
  }
}

/** Of the patients' own numbers at the authority (照会番号登録); nothing where the facility does not want it. */
export function referenceWords({ references }: Result): string[] {
  if (references === null) return []
  const { done, waiting, failed } = references
  return [
    ...(done > 0 ? [t('{n}人の照会番号が登録されています。', { n: done })] : []),
    ...(waiting > 0 ? [t('{n}人の照会番号の登録を待っています。', { n: waiting })] : []),
    ...(failed > 0
      ? [t('{n}人の照会番号は登録できませんでした。番号を確かめてください。', { n: failed })]
      : []),
  ]
}

/** Of whom an answer came, whatever it changed. */
export function answeredOf(taken: Result['taken']): number {
  return taken ? taken.renewed + taken.same + taken.undecided + taken.unknown : 0
}
