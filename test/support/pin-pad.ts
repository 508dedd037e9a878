/** The keys of the 暗証番号 in a real Chromium, reached as a nurse reaches them: a visit, a card on the reader, the consent. */
import { createWorld, type World } from '../../tools/player/world'

/** px; R10's keys for older hands. */
export const PIN_KEY = 76

export async function openPinPad(viewport: { width: number; height: number }): Promise<World> {
  const world = await createWorld({ viewport })
  await world.nurse.activate(world.line.origin, world.gateway.activationCode)
  await world.nurse.seeReadyForOffline()
  await world.nurse.beginVisit(world.nameOf('valid-30'))
  world.layCard('valid-30')
  await world.nurse.consent()
  await world.nurse.seePinPad()
  return world
}
