/** What is sent: the form in which the authority's interface wants what we keep in canonical form (R71). */
import type { Day } from './days'

const INSURER_NUMBER_LENGTH = 8

/** 保険者番号: eight characters, 国保 with two spaces before its six digits, never zeros. */
export function insurerNumberForInterface(insurerNumber: string): string {
  return insurerNumber.padStart(INSURER_NUMBER_LENGTH, ' ')
}

/** `YYYYMMDD`, Western. */
export function dayForInterface(day: Day): string {
  return day.replaceAll('-', '')
}

/** 一部負担金の割合: three digits of percent, 3割 as 030. */
export function percentForInterface(percent: number): string {
  return String(percent).padStart(3, '0')
}
