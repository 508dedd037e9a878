/** 一部負担金の割合: the answer's, else by age, else to be asked (R47). There is no 10割. */
import { BURDEN_RULES, ruleShare } from '../burden'
import { ruleInForce } from '../rules'
import type { Decision } from './decision'
import type { Facts } from './facts'

type Share = Decision['share']

export function shareOf({ situation, day }: Facts): Share {
  const { answer, patient } = situation
  // The share that came with 無効 or なし belongs to an insurance that is over.
  const holds = answer !== undefined && answer.validity !== 'invalid' && answer.validity !== 'none'
  if (holds && answer.share !== undefined) return { percent: answer.share, source: 'answer' }
  if (!holds && patient?.saysInsured === false) return { percent: null, source: 'ask' }
  const birthDate = patient?.birthDate ?? null
  if (birthDate === null && patient?.newborn === true) {
    return { percent: ruleInForce(BURDEN_RULES, day).preschool, source: 'age' }
  }
  const { percent } = ruleShare(birthDate, day)
  const known = birthDate !== null && birthDate <= day && percent !== null
  return { percent, source: known ? 'age' : 'ask' }
}
