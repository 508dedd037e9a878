/** Half-width katakana, in which the national system writes フリガナ. */
const HALF = new Map<string, string>()
for (let code = 0xff61; code <= 0xff9d; code += 1) {
  const half = String.fromCharCode(code)
  HALF.set(half.normalize('NFKC'), half)
  for (const mark of ['ﾞ', 'ﾟ']) {
    const full = (half + mark).normalize('NFKC')
    if (full.length === 1) HALF.set(full, half + mark)
  }
}

export function halfWidth(kana: string): string {
  return Array.from(kana.replaceAll('　', ' '), (letter) => HALF.get(letter) ?? letter).join('')
}
