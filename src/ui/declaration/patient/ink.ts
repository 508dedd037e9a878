/** Between the box of a signature (1000 by 300, domain) and a canvas of any size. */
import {
  type Point,
  SIGNATURE_BOX,
  type Stroke,
  tidyStrokes,
} from '../../../../domain/declaration/signature'
import type SignaturePad from 'signature_pad'
import type { Options, PointGroup } from 'signature_pad'

/** What is used of signature_pad. */
export type Pad = Pick<SignaturePad, 'fromData' | 'toData' | 'off' | 'addEventListener'>
export type CreatePad = (canvas: HTMLCanvasElement, options: Options) => Pad

/** Widths of the pen in CSS pixels. */
export const PEN = { minWidth: 1.2, maxWidth: 3.4, minDistance: 2, penColor: '#000' } as const

const GROUP = {
  dotSize: 0,
  minWidth: PEN.minWidth,
  maxWidth: PEN.maxWidth,
  penColor: PEN.penColor,
  velocityFilterWeight: 0.7,
  compositeOperation: 'source-over',
} as const

/** Strokes as drawn on a canvas of that width (CSS pixels) → in the box. */
export function toBox(
  groups: readonly { points: readonly { x: number; y: number }[] }[],
  width: number,
): Stroke[] {
  if (width <= 0) return []
  const scale = SIGNATURE_BOX.width / width
  return tidyStrokes(
    groups.map(({ points }) => points.map(({ x, y }): Point => [x * scale, y * scale])),
  )
}

/** The same the other way; times are those of an even hand, as the box keeps none. */
export function toCanvas(strokes: readonly Stroke[], width: number): PointGroup[] {
  const scale = width / SIGNATURE_BOX.width
  return strokes.map((stroke) => ({
    ...GROUP,
    points: stroke.map(([x, y], index) => ({
      x: x * scale,
      y: y * scale,
      pressure: 0,
      time: 1 + index * 16,
    })),
  }))
}

/** How far an arrow key moves the pen, in units of the box. */
export const KEY_STEP = 20

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Where an arrow key moves a pen that stands there, or null for another key. */
export function movePen([x, y]: Point, key: string, far: boolean): Point | null {
  const move = MOVES[key]
  if (!move) return null
  const step = far ? KEY_STEP * 3 : KEY_STEP
  const { width, height } = SIGNATURE_BOX
  return [clamp(x + move[0] * step, width), clamp(y + move[1] * step, height)]
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value))
}
