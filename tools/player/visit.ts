/** A visit from the list to the saved check, with a card that works. */
import { readTablet } from './tablet-data'
import type { World } from './world'

/** Every id the tablet knows, wherever it stands. */
export async function checkIds(world: World): Promise<string[]> {
  const { outbox, sent, answers, refused } = await readTablet(world.nurse.page)
  return [...outbox, ...sent, ...answers, ...refused]
}

/** Resolves with the id of the check when the screen has said that it is saved and staff have the tablet back. */
export async function captureCheck(world: World, personaId: string): Promise<string> {
  const { nurse, reader } = world
  const before = new Set(await checkIds(world))
  await nurse.openVisits()
  await nurse.beginVisit(world.nameOf(personaId))
  await nurse.consent()
  world.layCard(personaId)
  await nurse.typePin(world.image(personaId).pin ?? '')
  await nurse.seeSaved()
  const [id, ...others] = (await checkIds(world)).filter((known) => !before.has(known))
  if (id === undefined || others.length > 0) throw new Error('not exactly one check was saved')
  await nurse.takeBack()
  reader.remove()
  return id
}
