/** A signature by finger or pen: strokes in a box of 1000 by 300. */

export type Point = readonly [x: number, y: number]
export type Stroke = readonly Point[]

export const SIGNATURE_BOX = { width: 1000, height: 300 } as const

/** Shorter than this in all, it is a touch by mistake and no name. */
const LEAST_INK = 150

/** More than the longest name has, and little enough to be sealed and sent over a slow line. */
const MOST_STROKES = 200
const MOST_POINTS = 4_000
/** Leaves every stroke its two ends. */
const MOST_THINNED = MOST_POINTS - 2 * MOST_STROKES

export function isSigned(strokes: readonly Stroke[]): boolean {
  return strokes.reduce((ink, stroke) => ink + lengthOf(stroke), 0) >= LEAST_INK
}

/**
 * Strokes as a hand made them → whole units within the box, each point once, at most 200 strokes and 4,000 points.
 * The pen may leave the box; a longer drawing is thinned out, so that the form of the name stays.
 */
export function tidyStrokes(strokes: readonly Stroke[]): Stroke[] {
  const inside = strokes
    .map(roundIntoBox)
    .filter((stroke) => stroke.length > 0)
    .slice(0, MOST_STROKES)
  const points = inside.reduce((sum, stroke) => sum + stroke.length, 0)
  const every = Math.ceil(points / MOST_THINNED)
  return points <= MOST_POINTS ? inside : inside.map((stroke) => thinOut(stroke, every))
}

/** The strokes as the path of an SVG whose view box is {@link SIGNATURE_BOX}; a dot becomes a short line. */
export function signaturePath(strokes: readonly Stroke[]): string {
  return strokes
    .filter((stroke) => stroke.length > 0)
    .map((stroke) => {
      const [first, ...rest] = stroke.map(([x, y]) => `${whole(x)} ${whole(y)}`)
      const points = rest.length === 0 ? ['h1'] : rest.map((point) => `L${point}`)
      return `M${first ?? ''}${points.join('')}`
    })
    .join('')
}

function roundIntoBox(stroke: Stroke): Stroke {
  const points = stroke.map(([x, y]): Point => [
    within(x, SIGNATURE_BOX.width),
    within(y, SIGNATURE_BOX.height),
  ])
  return points.filter(([x, y], index) => {
    const before = points[index - 1]
    return before === undefined || before[0] !== x || before[1] !== y
  })
}

/** Both ends stay: they are where strokes meet. */
function thinOut(stroke: Stroke, every: number): Stroke {
  return stroke.filter((_, index) => index % every === 0 || index === stroke.length - 1)
}

function within(coordinate: number, most: number): number {
  return Math.min(most, Math.max(0, Math.round(coordinate)))
}

function lengthOf(stroke: Stroke): number {
  return stroke.slice(1).reduce((length, [x, y], index) => {
    const [fromX, fromY] = stroke[index] ?? [x, y]
    return length + Math.hypot(x - fromX, y - fromY)
  }, 0)
}

function whole(coordinate: number): string {
  return String(Math.round(coordinate))
}
