/**
 * BIZ UDPGothic, a face made to be told apart by older eyes, in slices by character. Its style sheet is large, so it
 * comes after the first paint; until then the device's own Japanese font stands in (font-display: swap).
 */
export async function loadFonts(): Promise<void> {
  await import('@fontsource/biz-udpgothic/400.css')
}
