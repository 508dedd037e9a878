/** A signature by finger or pen: strokes in a box of 1000 by 300. */

export type Point = readonly [x: number, y: number]
export type Stroke = readonly Point[]

export const SIGNATURE_BOX = { width: 1000, height: 300 } as const

/** Shorter than this in all, it is a touch by mistake and no name. */
const LEAST_INK = 150

export function isSigned(strokes: readonly Stroke[]): boolean {
  return strokes.reduce((ink, stroke) => ink + lengthOf(stroke), 0) >= LEAST_INK
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

function lengthOf(stroke: Stroke): number {
  return stroke.slice(1).reduce((length, [x, y], index) => {
    const [fromX, fromY] = stroke[index] ?? [x, y]
    return length + Math.hypot(x - fromX, y - fromY)
  }, 0)
}

function whole(coordinate: number): string {
  return String(Math.round(coordinate))
}
