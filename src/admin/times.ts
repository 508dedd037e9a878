import { tInstant } from '../words/staff'

/** Day and time as staff read it. @param at ms since the epoch */
export function tTime(at: number): string {
  return tInstant(new Date(at).toISOString())
}
