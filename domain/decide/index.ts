/** The decision engine: pure functions of a situation and a day. Screens, the gateway and tests all call these. */
export { type AnswerStep, type AnswerStepId, troubleAfter } from './answer-steps'
export type { Warning, WarningId } from './answer-warnings'
export { beforePin, type PinDecision, type PinSituation } from './before-pin'
export { decide } from './decide'
export type { Decision, NextStep } from './decision'
export {
  type AnswerContext,
  type AnswerDescription,
  type Banner,
  describeAnswer,
} from './describe-answer'
export { needsFollowUp } from './follow-up'
export type { Situation } from './situation'
export type { Step } from './step'
export {
  type CardReason,
  cardReasonOf,
  lookAhead,
  needOf,
  type NeedSituation,
  type VisitMeans,
  type VisitOutlook,
  visitReasonOf,
} from './visit-need'
export { needSituationOf, type OwnCheck, type OwnKnowledge } from './visit-situation'
export { type DeviceCapabilities, type Way, type WayId, waysFor, type WaysSituation } from './ways'
export { type OtherWay, type OtherWays, type OtherWaysInput, planOtherWays } from './other-ways'
export { situationOf, type TabletKnows, type WhatWasSaid } from './situation-of'
export { type OtherWayId, type Trouble, TROUBLES } from './trouble'
