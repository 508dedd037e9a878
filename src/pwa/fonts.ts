/**
 * BIZ UDPGothic, a face made to be told apart by older eyes, in slices by character. Its style sheet is large, so it
 * comes after the first paint; until then the device's own Japanese font stands in (font-display: swap).
 * Resolves when the slices of the text in sight have come. @throws what says that they do not come now
 */
export async function loadFonts(): Promise<void> {
  await import('@fontsource/biz-udpgothic/400.css')
  await document.fonts.load('1rem "BIZ UDPGothic"', document.body.innerText)
}
