/** Widths: 記号 and 番号 stand in full width in JP Core and in ORCA, whichever the authority wrote them in. */

const SPACE = '\u3000'

/** ASCII and half-width kana as full width; everything else as it is. */
export function toFullWidth(text: string): string {
  return text
    .replace(/[\uff61-\uff9f]+/gu, (kana) => kana.normalize('NFKC'))
    .replace(/[\u0021-\u007e]/gu, (letter) =>
      String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0),
    )
    .replaceAll(' ', SPACE)
}
