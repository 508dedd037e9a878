/** 目視パスコード of a facility (R12): made here, shown once, kept only as what it is checked against. */
import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import * as v from 'valibot'
import { toBase64Url } from '../../api/bytes'
import { deriveFacePasscode } from '../../api/face-passcode'
import { FACE_PASSCODE, FACE_PASSCODE_ITERATIONS, isEasyPasscode } from '../../domain/face-passcode'
import { readIfThere, writeDurably } from '../files'
import type { AuditNote, Store } from '../store/store'
import { parseJson } from '../parse-json'

export interface IssuedFacePasscode {
  id: string
  /** Nobody can find them out again: `--new-face-passcode` makes others. */
  digits: string
}

type PasscodeStore = Pick<Store, 'facePasscodes'>

/**
 * Makes a new one in the place of the facility's current one.
 * @param drawNumber a whole number from 0 up to and without its argument, each as likely
 */
export async function issueFacePasscode(
  { facePasscodes }: PasscodeStore,
  facilityId: string,
  now: number = Date.now(),
  drawNumber: (below: number) => number = randomInt,
  note: AuditNote = { at: now, who: { kind: 'commandLine' }, act: 'facePasscodeIssued' },
): Promise<IssuedFacePasscode> {
  const digits = drawDigits(drawNumber)
  const salt = new Uint8Array(randomBytes(16))
  const digest = await deriveFacePasscode(digits, salt, FACE_PASSCODE_ITERATIONS)
  const id = randomUUID()
  await facePasscodes.issue(
    {
      id,
      facilityId,
      salt: toBase64Url(salt),
      iterations: FACE_PASSCODE_ITERATIONS,
      digest: toBase64Url(digest),
      issuedAt: now,
    },
    note,
  )
  return { id, digits }
}

function drawDigits(drawNumber: (below: number) => number): string {
  for (;;) {
    const digits = String(drawNumber(10_000)).padStart(4, '0')
    if (!isEasyPasscode(digits)) return digits
  }
}

const TrainingFile = v.object({
  id: v.string(),
  digits: v.pipe(v.string(), v.regex(FACE_PASSCODE)),
})

function trainingPath(data: string): string {
  return join(data, 'training-face-passcode.json')
}

/** Training shows its passcode on the screen, so there the digits are kept. Never called in production. */
export function keepTrainingPasscode(data: string, passcode: IssuedFacePasscode): void {
  writeDurably(trainingPath(data), JSON.stringify(passcode))
}

/** The digits of training's passcode; null for any other id, and in a folder that never kept one. */
export function findTrainingDigits(data: string, id: string): string | null {
  const text = readIfThere(trainingPath(data))
  const kept = v.safeParse(TrainingFile, text === undefined ? undefined : parseJson(text))
  return kept.success && kept.output.id === id ? kept.output.digits : null
}

/** Training's passcode: made at the first start, and anew when its digits are lost. null when it was put out of use. */
export async function openTrainingPasscode(
  data: string,
  store: PasscodeStore,
  facilityId: string,
): Promise<string | null> {
  const passcodes = await store.facePasscodes.list(facilityId)
  const current = passcodes.find(({ replacedAt }) => replacedAt === null)
  if (!current && passcodes.length > 0) return null
  const known = current && findTrainingDigits(data, current.id)
  if (typeof known === 'string') return known
  const issued = await issueFacePasscode(store, facilityId)
  keepTrainingPasscode(data, issued)
  return issued.digits
}
