/** Every parser that eats bytes from outside. A new one is one line here. */
import type { FuzzTarget } from '../target'
import { deviceTargets } from './device'
import { gatewayTargets } from './gateway'
import { makeSamples } from './samples'

export async function makeTargets(): Promise<FuzzTarget[]> {
  const samples = await makeSamples()
  return [...deviceTargets(samples), ...gatewayTargets(samples)]
}
