/** A canvas that draws nothing, and a pad on which tests draw. */
import type { PointGroup } from 'signature_pad'
import { vi } from 'vitest'
import type { CreatePad, Pad } from '../../../src/ui/declaration/patient/ink'

export interface FakePad {
  create: CreatePad
  /** What stands on the canvas now. */
  shown: () => { x: number; y: number }[][]
  /** One stroke by hand, in CSS pixels. */
  draw: (...points: [x: number, y: number][]) => void
  isOff: () => boolean
  scales: number[]
}

/** The frame is as wide as `width` tells at that moment. */
export function createFakePad(width: () => number = () => 500): FakePad {
  let data: PointGroup[] = []
  let off = false
  const scales: number[] = []
  const listeners = new Map<string, () => void>()
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockImplementation(width)
  const context = { scale: (ratio: number) => scales.push(ratio) }
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(() => context as never)
  const pad: Pad = {
    fromData(groups) {
      data = groups
    },
    toData: () => data,
    off() {
      off = true
    },
    addEventListener(name, listener) {
      listeners.set(name, listener as () => void)
    },
  }
  return {
    create: () => pad,
    shown: () => data.map(({ points }) => points.map(({ x, y }) => ({ x, y }))),
    draw(...points) {
      listeners.get('beginStroke')?.()
      const drawn = points.map(([x, y]) => ({ x, y, pressure: 0, time: 0 }))
      data = [...data, { points: drawn } as PointGroup]
      listeners.get('endStroke')?.()
    },
    isOff: () => off,
    scales,
  }
}
