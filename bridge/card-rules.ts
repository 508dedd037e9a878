/**
 * All that the bridge lets a page do with a card, as a table: what is not in it is refused, whoever asks. So the
 * 個人番号 (券面事項入力補助 EF 0001 and its digest in EF 0003, 券面事項確認 EF 0005), 照合番号A (0014, 0013), everything
 * of the 署名用 key, and every command that changes the card stay out of reach (R13).
 */
export interface ApplicationRules {
  /** Upper-case hex. */
  aid: string
  /** Files whose content may be read. */
  readable: ReadonlySet<number>
  /** PIN files, and how many digits each takes. */
  pins: ReadonlyMap<number, number>
  /** Key files that may sign a challenge. */
  keys: ReadonlySet<number>
  /** The application's own key signs a challenge without a PIN (内部認証). */
  signsItself: boolean
  /** Short identifiers of record files whose first record may be read. */
  records: ReadonlySet<number>
}

const NONE: Omit<ApplicationRules, 'aid'> = {
  readable: new Set(),
  pins: new Map(),
  keys: new Set(),
  signsItself: false,
  records: new Set(),
}

export const APPLICATIONS: readonly ApplicationRules[] = [
  {
    // 公的個人認証: token, which certificates there are, 利用者証明用 certificate and its CA, PIN and key.
    ...NONE,
    aid: 'D392F000260100000001',
    readable: new Set([0x0006, 0x0008, 0x000a, 0x000b]),
    pins: new Map([[0x0018, 4]]),
    keys: new Set([0x0017]),
  },
  {
    // 券面事項入力補助: 基本4情報 by PIN. Not EF 0003: its digest of the 個人番号 gives the number to whoever tries all of them.
    ...NONE,
    aid: 'D3921000310001010408',
    readable: new Set([0x0002]),
    pins: new Map([[0x0011, 4]]),
  },
  {
    // 券面事項確認: the face and what proves it, by 照合番号B only.
    ...NONE,
    aid: 'D3921000310001010402',
    readable: new Set([0x0002, 0x0004]),
    pins: new Map([[0x0012, 14]]),
    signsItself: true,
  },
  // 共通カード: expiry and municipality.
  { ...NONE, aid: 'D3921000310001010100', records: new Set([0x01]) },
]

export function mayBeSelected(rules: ApplicationRules, file: number): boolean {
  return rules.readable.has(file) || rules.pins.has(file) || rules.keys.has(file)
}
