/** Words of the claim sheets that stand in several places. */
import type { PreparedClaim } from '../../../domain/claim/prepare'
import type { ClaimEntry } from '../../stores/claims'
import type { IconName } from '../../ui/base/icons'
import type { Tone } from '../../ui/base/tone'
import { staffText, type StaffSentence } from '../../words/staff'

export const BASIS_WORDS: Readonly<Record<PreparedClaim['basis'], StaffSentence>> = {
  current: staffText('今の資格'),
  former: staffText('旧資格'),
  publicExpense: staffText('公費'),
  unknown: staffText('不詳'),
  undecided: staffText('未確定'),
}

export const STATE_WORDS: Readonly<
  Record<ClaimEntry['state'], { text: StaffSentence; tone: Tone; icon: IconName }>
> = {
  open: { text: staffText('要対応'), tone: 'attention', icon: 'attention' },
  ready: { text: staffText('そろいました'), tone: 'ok', icon: 'doneRound' },
  closed: { text: staffText('請求の作業を終えました'), tone: 'neutral', icon: 'done' },
}

/** The numbers in one line, as an eye compares them. */
export function numbersOf({ claim }: ClaimEntry): string[] {
  const wanted = ['保険者番号', '記号', '番号', '枝番', '公費負担者番号', '受給者番号']
  const rows = claim.sheet?.rows ?? []
  return rows
    .filter(({ label, value }) => wanted.includes(label) && value !== '')
    .map(({ value }) => value)
}
