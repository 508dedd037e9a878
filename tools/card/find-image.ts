/** The card to be played: the one a training gateway issued and knows, or a fresh one. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import type { CardImage } from '../../domain/card-image'
import { dayInJapan } from '../../domain/days'
import { openCards, TrainingCards } from '../../server/authority/sandbox/cards'
import { SANDBOX_PEOPLE } from '../../server/authority/sandbox/people'
import { openSandboxFile } from '../../server/authority/sandbox/sandbox-file'

export type FoundImage = { ok: true; image: CardImage } | { ok: false; sentence: string }

const CARDS_FILE = 'training-cards.json'

/** @param data folder of a training gateway; undefined: nobody else needs to know the card */
export async function findImage(
  personaId: string,
  data: string | undefined,
  now: () => number = Date.now,
): Promise<FoundImage> {
  const person = SANDBOX_PEOPLE.find(({ id }) => id === personaId)
  if (data !== undefined) return readImage(personaId, data)
  if (!person) return nobody(personaId)
  const file = openSandboxFile(':memory:')
  try {
    const { images } = await openCards(file, [person], dayInJapan(now()))
    const [image] = images
    return image ? { ok: true, image } : nobody(personaId)
  } finally {
    await file.close()
  }
}

async function readImage(personaId: string, data: string): Promise<FoundImage> {
  const path = join(data, CARDS_FILE)
  let parsed
  try {
    parsed = v.safeParse(TrainingCards, JSON.parse(await readFile(path, 'utf8')))
  } catch (cause) {
    const why = cause instanceof SyntaxError ? 'is no JSON' : 'cannot be read'
    return { ok: false, sentence: `${path} ${why}: has a training gateway run on that folder?` }
  }
  if (!parsed.success) return { ok: false, sentence: `${path} holds no training cards.` }
  const image = parsed.output.find((candidate) => candidate.personaId === personaId)
  return image ? { ok: true, image } : nobody(personaId)
}

function nobody(personaId: string): FoundImage {
  return { ok: false, sentence: `Nobody is called ${personaId}; --people lists everybody.` }
}
