import { nextTick } from 'vue'

/** What printing needs of the page; a browser without font loading has its fonts already. */
export interface PrintPlatform {
  /** Fetches the slices of our face that hold these characters. */
  loadFonts: (text: string) => Promise<unknown>
  print: () => void
}

const page: PrintPlatform = {
  loadFonts: async (text) =>
    'fonts' in document ? document.fonts.load('1rem "BIZ UDPGothic"', text) : [],
  print: () => window.print(),
}

/**
 * Prints what stands in the sheet (print-sheet.vue). The screen does not show it, so the slices of its rarer characters
 * may not be here yet; where they do not come the device's own face stands in.
 */
export async function printNow({ loadFonts, print }: PrintPlatform = page): Promise<void> {
  await nextTick()
  const sheet = document.querySelector('.print-sheet')
  await loadFonts(sheet?.textContent ?? '').catch(() => [])
  print()
}
