/** Pieces of a page's text layer, in any order → lines as an eye reads them: from the top, each from the left. */

/** One run of text; x to the right and y downward, in points of the page as it is shown. */
export interface TextPiece {
  text: string
  x: number
  /** Of the baseline. */
  y: number
  width: number
  /** Of the letters. */
  height: number
}

/** More than any such page has; what is longer is no page that anybody reads. */
export const MAX_PIECES = 20_000
/** Baselines of one line differ by a border or a smaller font, never by half a letter. */
const SAME_LINE = 0.5
/** A gap wider than this share of a letter parts two words. */
const WORD_GAP = 0.3

/** Lines with one space for each gap. Pieces that say nothing, or stand nowhere, are left out. */
export function linesOf(pieces: readonly TextPiece[]): string[] {
  const placed = pieces
    .slice(0, MAX_PIECES)
    .filter(
      ({ text, x, y, width, height }) =>
        text.trim() !== '' && [x, y, width, height].every(Number.isFinite),
    )
    .sort((a, b) => a.y - b.y)
  const rows: TextPiece[][] = []
  for (const piece of placed) {
    const row = rows.at(-1)
    const first = row?.[0]
    if (row && first && piece.y - first.y < SAME_LINE * Math.max(first.height, piece.height, 1)) {
      row.push(piece)
    } else {
      rows.push([piece])
    }
  }
  return rows.map(joinRow)
}

function joinRow(row: readonly TextPiece[]): string {
  let line = ''
  let end = Number.NEGATIVE_INFINITY
  let before: TextPiece | null = null
  for (const piece of [...row].sort((a, b) => a.x - b.x)) {
    // Bold made by printing twice: the same text, all but on itself.
    if (before !== null && isSame(before, piece)) continue
    const isApart = piece.x - end > WORD_GAP * Math.max(piece.height, 1)
    line += (isApart && line !== '' ? ' ' : '') + piece.text
    end = Math.max(end, piece.x + piece.width)
    before = piece
  }
  return line.trim()
}

function isSame(a: TextPiece, b: TextPiece): boolean {
  return a.text === b.text && b.x - a.x < WORD_GAP * Math.max(b.height, 1)
}
