import { readonly, ref, type Ref } from 'vue'

/** 利用者証明用電子証明書の暗証番号 is four digits (R10). */
export const PIN_LENGTH = 4

export interface PinEntry {
  /** How many digits stand; never which. */
  readonly count: Readonly<Ref<number>>
  /** Takes a digit's value 0–9; false when four already stand or it is none. */
  push(digit: number): boolean
  back(): void
  /** Overwrites every digit with zero. */
  wipe(): void
  /** Hands the four ASCII digits over and keeps none; null while fewer stand. The taker wipes them. */
  take(): Uint8Array | null
}

/**
 * Holds a PIN while it is typed (R14). Only bytes are kept: a string could not be wiped,
 * because the engine may copy it and frees it when it likes.
 */
export function createPinEntry(): PinEntry {
  const digits = new Uint8Array(PIN_LENGTH)
  const count = ref(0)

  function wipe(): void {
    digits.fill(0)
    count.value = 0
  }

  return {
    count: readonly(count),
    push(digit) {
      if (!Number.isInteger(digit) || digit < 0 || digit > 9 || count.value === PIN_LENGTH) {
        return false
      }
      digits[count.value] = ASCII_ZERO + digit
      count.value += 1
      return true
    },
    back() {
      if (count.value === 0) return
      count.value -= 1
      digits[count.value] = 0
    },
    wipe,
    take() {
      if (count.value !== PIN_LENGTH) return null
      const taken = digits.slice()
      wipe()
      return taken
    },
  }
}

const ASCII_ZERO = 0x30
const FULL_WIDTH_ZERO = 0xff10

/** The value of a half- or full-width digit by its UTF-16 code, else null. */
export function digitOfCode(code: number): number | null {
  const half = code - ASCII_ZERO
  if (half >= 0 && half <= 9) return half
  const full = code - FULL_WIDTH_ZERO
  return full >= 0 && full <= 9 ? full : null
}

const SEPARATORS = /[\s\u3000‐-―−ー－-]/

/**
 * The digits of a pasted text, or null if it is anything but four digits with spaces or dashes (R71).
 * Nothing of a longer number is taken: it would be the wrong number.
 */
export function digitsOfPaste(text: string): number[] | null {
  const digits: number[] = []
  for (let at = 0; at < text.length; at += 1) {
    if (SEPARATORS.test(text.charAt(at))) continue
    const digit = digitOfCode(text.charCodeAt(at))
    if (digit === null || digits.length === PIN_LENGTH) return null
    digits.push(digit)
  }
  return digits.length === PIN_LENGTH ? digits : null
}
