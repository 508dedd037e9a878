/** What `--tear` says, and the emulator's plan made of it. */
import type { TearPlan } from '../../src/nfc/emulator/tear'

export interface TearWish {
  /** CLA INS P1 P2, upper-case hex; null: any command counts. */
  header: string | null
  /** Which of them, from 1. */
  nth: number
  executed: boolean
}

/** `7`, `00200080` or `00200080@2`. Eight hex digits are a header, whatever number they could be. */
export function parseTear(text: string, executed: boolean): TearWish | 'unreadable' {
  const [, header, nth = '1'] = /^([0-9a-f]{8})(?:@([1-9]\d{0,5}))?$/i.exec(text) ?? []
  if (header !== undefined) return { header: header.toUpperCase(), nth: Number(nth), executed }
  if (/^[1-9]\d{0,6}$/.test(text)) return { header: null, nth: Number(text), executed }
  return 'unreadable'
}

/** The plan counts from where it is laid and is good for one tear. */
export function planTear({ header, nth, executed }: TearWish): TearPlan {
  let met = 0
  return {
    executed,
    at(each) {
      if (header === null || header === each) met += 1
      return met === nth
    },
  }
}
