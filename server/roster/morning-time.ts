/** When a facility's morning begins, as its configuration says it. */

/** Early enough for any round, late enough for a 資格確認端末 that is switched on by the first who comes. */
export const USUAL_MORNING = '06:00'

/** @param text `HH:MM` in Japan, or `off` */
export function isMorning(text: string): boolean {
  return text === 'off' || /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text)
}

/** null: never. */
export function morningOf({
  morning = USUAL_MORNING,
}: {
  morning?: string | undefined
}): string | null {
  return morning === 'off' ? null : morning
}
