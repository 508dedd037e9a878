import { patientText, say, type PatientSentence } from '../../words/patient'

/** 続柄 of a proxy that is chosen, not typed; it goes into the record in Japanese, which staff and insurer read. */
export const RELATIONS = ['配偶者', '子', '親', '成年後見人'] as const
export type Relation = (typeof RELATIONS)[number]

const SAID: Readonly<Record<Relation, PatientSentence>> = {
  配偶者: patientText('夫または妻'),
  子: patientText('お子さん'),
  親: patientText('親'),
  成年後見人: patientText('成年後見人など'),
}

/** A relation as the patient reads it; one that they typed stays as it is. */
export function sayRelation(relation: string): string {
  const known = RELATIONS.find((each) => each === relation)
  return known ? say(SAID[known]) : relation
}
