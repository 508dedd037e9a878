/** Drawn faces in grey: an oval, hair, two eyes, a mouth. They are clearly nobody, and clearly not one another. */

export const FACE_WIDTH = 72
export const FACE_HEIGHT = 90

export interface FaceLook {
  hair: number
  /** How far down the hair reaches beside the face, 0 to 1. */
  hairLength: number
  /** Where the forehead begins, 0 (low fringe) to 1 (bald). */
  forehead: number
  glasses: boolean
  /** −1 to 1 */
  smile: number
  skin: number
  lines: boolean
}

export const FACES: readonly FaceLook[] = [
  {
    hair: 40,
    hairLength: 0.25,
    forehead: 0.45,
    glasses: false,
    smile: 0.4,
    skin: 205,
    lines: false,
  },
  {
    hair: 30,
    hairLength: 0.95,
    forehead: 0.3,
    glasses: false,
    smile: 0.6,
    skin: 215,
    lines: false,
  },
  { hair: 190, hairLength: 0.2, forehead: 0.85, glasses: true, smile: 0.2, skin: 198, lines: true },
  { hair: 170, hairLength: 0.55, forehead: 0.4, glasses: true, smile: 0.5, skin: 210, lines: true },
]

const SAMPLES = 4

/** Grey pixels, row by row. */
export function drawFace(look: FaceLook): Uint8Array {
  const pixels = new Uint8Array(FACE_WIDTH * FACE_HEIGHT)
  for (let y = 0; y < FACE_HEIGHT; y += 1) {
    for (let x = 0; x < FACE_WIDTH; x += 1) {
      let sum = 0
      for (let part = 0; part < SAMPLES * SAMPLES; part += 1) {
        const dx = (part % SAMPLES) / SAMPLES
        const dy = Math.floor(part / SAMPLES) / SAMPLES
        sum += shade(look, x + dx, y + dy)
      }
      pixels[y * FACE_WIDTH + x] = Math.round(sum / (SAMPLES * SAMPLES))
    }
  }
  return pixels
}

const BACKGROUND = 236
const CLOTHES = 92
const INK = 48

/** Coordinates run from the middle of the face; one unit is half of its width. */
function shade(look: FaceLook, px: number, py: number): number {
  const x = (px - FACE_WIDTH / 2) / (0.3 * FACE_WIDTH)
  const y = (py - 0.45 * FACE_HEIGHT) / (0.32 * FACE_HEIGHT)
  if (isFeature(look, x, y)) return INK
  if (inOval(x, y, 0, 0, 0.98, 1)) {
    const hairline = -0.92 + 0.75 * (1 - look.forehead) + 0.18 * x * x
    if (y < hairline) return look.hair
    if (look.lines && isWrinkle(x, y)) return look.skin - 30
    return look.skin
  }
  const bottom = -0.4 + look.hairLength * 1.5
  if (inOval(x, y, 0, -0.12, 1.2, 1.12) && y < bottom && look.forehead < 0.8) return look.hair
  if (Math.abs(Math.abs(x) - 1) < 0.12 && Math.abs(y - 0.05) < 0.17) return look.skin - 18
  if (Math.abs(x) < 0.42 && y > 0.7 && y < 1.25) return look.skin - 22
  if (inOval(x, y, 0, 2.05, 1.75, 0.98)) return CLOTHES
  return BACKGROUND
}

function isFeature({ glasses, smile }: FaceLook, x: number, y: number): boolean {
  const side = Math.abs(x) - 0.4
  const isEye = inOval(side, y, 0, 0.02, 0.11, 0.07)
  const isBrow = Math.abs(side) < 0.22 && Math.abs(y + 0.2 + 0.4 * side * side) < 0.035
  const isNose = Math.abs(x - 0.06) < 0.035 && y > 0.1 && y < 0.36
  const isMouth = Math.abs(x) < 0.34 && Math.abs(y - 0.62 + smile * (x * x * 1.6 - 0.08)) < 0.035
  const lens = Math.hypot(side / 0.3, (y - 0.03) / 0.2)
  const isFrame =
    glasses && (Math.abs(lens - 1) < 0.12 || (Math.abs(x) < 0.12 && Math.abs(y) < 0.025))
  return isEye || isBrow || isNose || isMouth || isFrame
}

function isWrinkle(x: number, y: number): boolean {
  const cheek = Math.abs(x) - 0.5
  return (
    (Math.abs(y + 0.42 + 0.1 * x * x) < 0.02 && Math.abs(x) < 0.5) ||
    (Math.abs(cheek - (y - 0.45) * 0.3) < 0.02 && y > 0.32 && y < 0.6)
  )
}

function inOval(x: number, y: number, cx: number, cy: number, rx: number, ry: number): boolean {
  return ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1
}
