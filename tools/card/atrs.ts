/** Answers to reset that a マイナンバーカード was seen with (ATR list of pcsc-tools; OpenSC issue 3021). */
export const ATRS = {
  /** Made by a reader for a Type B card (PC/SC part 3 §3.1.3.2.3). */
  contactless: Uint8Array.from(Buffer.from('3B888001000005E0B381A1007F', 'hex')),
  /** The contact chip, T=1. */
  contact: Uint8Array.from(Buffer.from('3BDA13FF8131FB468012392F31C173C601C03B', 'hex')),
} as const
