/** Every code of a decision with its sentences, what to do, and its rule; docs/decide.md is made of it. */
import { CHANNEL_TEXTS, CERTIFICATE_TEXTS, IDENTITY_TEXTS } from './texts/place-texts'
import { MEDICAL_TEXTS, REINQUIRY_TEXTS, SHARE_TEXTS, WARNING_TEXTS } from './texts/check-texts'
import { BASIS_TEXTS, BLOCK_TEXTS, LADDER_TEXTS } from './texts/claim-texts'
import { NEXT_TEXTS } from './texts/next-texts'
import type { DecisionText } from './texts/text'

export type { DecisionText } from './texts/text'

/** By the field of a decision that holds the code. */
export const DECISION_TEXTS = {
  channel: CHANNEL_TEXTS,
  identity: IDENTITY_TEXTS,
  'reinquiry.why': REINQUIRY_TEXTS,
  'reinquiry.warnings': WARNING_TEXTS,
  'certificate.state': CERTIFICATE_TEXTS,
  'medicalInformation.why': MEDICAL_TEXTS,
  ladder: LADDER_TEXTS,
  'claim.basis': BASIS_TEXTS,
  'claim.blockedBy': BLOCK_TEXTS,
  'share.source': SHARE_TEXTS,
  next: NEXT_TEXTS,
} as const satisfies Record<string, Readonly<Record<string, DecisionText>>>
