/** 目視パスコード: four digits of the facility's own (R12). It is not the card's PIN. */
import { readTypedDigits } from './typed'

/** The canonical form. */
export const FACE_PASSCODE = /^[0-9]{4}$/

/** Of PBKDF2-HMAC-SHA256. It slows a guess; what keeps four digits secret is that their digest never lies open. */
export const FACE_PASSCODE_ITERATIONS = 100_000

/** True for the canonical form. */
export function isFacePasscode(text: string): boolean {
  return FACE_PASSCODE.test(text)
}

/** The canonical form of what was typed, any width, with spaces or dashes; null if it is no four digits. */
export function readFacePasscode(typed: string): string | null {
  const digits = readTypedDigits(typed)
  return digits !== null && isFacePasscode(digits) ? digits : null
}

/** One digit four times, or counting up or down by one: what people try first. */
export function isEasyPasscode(digits: string): boolean {
  const values = Array.from(digits, Number)
  const [step, ...steps] = values.slice(1).map((value, index) => {
    return (value - (values[index] ?? 0) + 10) % 10
  })
  return (step === 0 || step === 1 || step === 9) && steps.every((other) => other === step)
}
