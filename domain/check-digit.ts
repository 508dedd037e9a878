/**
 * 検証番号 of 保険者番号, 公費負担者番号 and 受給者番号 (保険者番号等設定要領): the body's digits weighted 2, 1, 2, 1 …
 * from the right, two-digit products added digit by digit, and what is missing to the next ten.
 */
export function checkDigitOf(body: string): number {
  let sum = 0
  for (let place = 0; place < body.length; place++) {
    const product = Number(body[body.length - 1 - place]) * (place % 2 === 0 ? 2 : 1)
    sum += Math.floor(product / 10) + (product % 10)
  }
  return (10 - (sum % 10)) % 10
}

/** True if the last of these half-width digits is the check digit of the rest. */
export function hasCheckDigit(digits: string): boolean {
  if (!/^\d{2,}$/.test(digits)) return false
  return Number(digits[digits.length - 1]) === checkDigitOf(digits.slice(0, -1))
}
