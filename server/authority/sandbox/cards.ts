/** The sandbox's cards: CA and keys are made once and kept; certificates are issued anew when the day has changed. */
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { CardImage, RsaPrivateJwk } from '../../../domain/card-image'
import { addMonths, type Day } from '../../../domain/days'
import {
  certificateDays,
  createCardKeys,
  createEmulatorCa,
  issueCard,
  type EmulatorCa,
} from './card-issuer'
import type { SandboxPerson } from './person'
import { cardHolderOf } from './person-facts'
import type { SandboxFile } from './sandbox-file'
import { alterPhoto, faceDigestsOf, issueSurface, type SurfaceIssuer } from './surface-issuer'

const Jwk = v.object({
  kty: v.literal('RSA'),
  n: v.string(),
  e: v.string(),
  d: v.string(),
  p: v.string(),
  q: v.string(),
  dp: v.string(),
  dq: v.string(),
  qi: v.string(),
})
const Ca = v.object({ certificate: v.string(), privateKey: Jwk })
const Keys = v.record(v.string(), Jwk)
const Surface = v.object({ ca: Jwk, signer: Jwk, card: Jwk })
const Cards = v.object({
  day: v.string(),
  people: v.string(),
  images: v.array(
    v.object({
      personaId: v.string(),
      label: v.string(),
      certificate: v.string(),
      caCertificate: v.string(),
      privateKey: Jwk,
      pin: v.nullable(v.string()),
      triesLeft: v.number(),
      basicFour: v.object({
        name: v.string(),
        address: v.string(),
        birthdate: v.string(),
        sex: v.picklist(['1', '2', '9']),
      }),
      cardExpiry: v.string(),
      municipality: v.string(),
      kind: v.picklist(['mynumber', 'juki', 'other']),
      surface: v.exactOptional(
        v.object({
          face: v.string(),
          certificate: v.string(),
          privateKey: Jwk,
          code: v.string(),
          codeTriesLeft: v.number(),
          anchor: v.object({ id: v.string(), n: v.string(), e: v.string() }),
        }),
      ),
    }),
  ),
})

/** What `training-cards.json` of a data folder holds. */
export const TrainingCards = Cards.entries.images

export interface CardSet {
  /** The emulator's CA certificate, DER. */
  caCertificate: Uint8Array
  images: CardImage[]
}

/**
 * Today's cards. The first start makes the keys (some seconds); a later one of the same day only reads them.
 * @param makeKeys gives as many keys as asked for, or fewer; tests bring their own
 */
export async function openCards(
  file: SandboxFile,
  people: readonly SandboxPerson[],
  today: Day,
  makeKeys: (count: number) => Promise<RsaPrivateJwk[]> = createCardKeys,
): Promise<CardSet> {
  const ca = (await file.kept('ca', Ca)) ?? (await makeCa(file, makeKeys))
  const caCertificate = Buffer.from(ca.certificate, 'base64url')
  const fingerprint = fingerprintOf(Buffer.from(JSON.stringify([CARD_LAYOUT, people])))
  const kept = await file.kept('cards', Cards)
  if (kept?.day === today && kept.people === fingerprint)
    return { caCertificate, images: kept.images }
  const keys = await openKeys(file, people, makeKeys)
  const surface = await openSurface(file, makeKeys)
  const images = await Promise.all(
    people.map((person) => issue(person, { ca, surface }, requireKey(keys, person.id), today)),
  )
  await file.addIssued(
    images.flatMap(({ personaId, certificate, surface }) =>
      [Buffer.from(certificate, 'base64url'), ...(surface ? [faceDigestsOf(surface)] : [])].map(
        (issued) => ({ fingerprint: fingerprintOf(issued), personaId }),
      ),
    ),
  )
  await file.keep('cards', { day: today, people: fingerprint, images })
  return { caCertificate, images }
}

/**
 * Training cards share a few keys. People are told apart by their certificates; a key for each would make the first
 * start ten times longer and prove nothing more.
 */
const SHARED_KEYS = 4

/** Kept cards of another layout are issued anew. */
const CARD_LAYOUT = 3

/** SHA-256, base64url. */
export function fingerprintOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url')
}

async function makeCa(
  file: SandboxFile,
  makeKeys: (count: number) => Promise<RsaPrivateJwk[]>,
): Promise<EmulatorCa> {
  const [key] = await makeKeys(1)
  const ca = await createEmulatorCa(key ? { key } : {})
  await file.keep('ca', ca)
  return ca
}

type SurfaceKeys = SurfaceIssuer & { card: RsaPrivateJwk }

/** The issuer of the faces, and the one key that all training cards share in 券面事項確認. */
async function openSurface(
  file: SandboxFile,
  makeKeys: (count: number) => Promise<RsaPrivateJwk[]>,
): Promise<SurfaceKeys> {
  const kept = await file.kept('surface', Surface)
  if (kept) return kept
  const [ca, signer = ca, card = signer] = await makeKeys(3)
  if (!ca || !signer || !card) throw new Error('no key for the faces')
  const surface = { ca, signer, card }
  await file.keep('surface', surface)
  return surface
}

async function openKeys(
  file: SandboxFile,
  people: readonly SandboxPerson[],
  makeKeys: (count: number) => Promise<RsaPrivateJwk[]>,
): Promise<Record<string, RsaPrivateJwk>> {
  const keys = { ...(await file.kept('keys', Keys)) }
  const missing = people.filter((person) => !(person.id in keys))
  if (missing.length === 0) return keys
  const made = await makeKeys(Math.min(missing.length, SHARED_KEYS))
  for (const [index, person] of missing.entries()) {
    const key = made[index % made.length]
    if (key) keys[person.id] = key
  }
  await file.keep('keys', keys)
  return keys
}

function requireKey(keys: Record<string, RsaPrivateJwk>, id: string): RsaPrivateJwk {
  const key = keys[id]
  if (!key) throw new Error(`no key for ${id}`)
  return key
}

async function issue(
  person: SandboxPerson,
  { ca, surface }: { ca: EmulatorCa; surface: SurfaceKeys },
  key: RsaPrivateJwk,
  today: Day,
): Promise<CardImage> {
  const days = certificateDays(person.certificate, today)
  // The card outlives its certificate: ten years against five (R20).
  const cardExpiry = addMonths(days.notAfter, 60)
  const persona = cardHolderOf(person, today, cardExpiry)
  const card = await issueCard({ persona, ca, key, ...days })
  const holder = { ...persona, hasPhoto: person.face !== 'noPhoto' }
  const issued = issueSurface(holder, surface, surface.card)
  return { ...card, surface: person.face === 'altered' ? alterPhoto(issued) : issued }
}
