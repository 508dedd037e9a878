/** Every parser that eats bytes from outside. A new one is one line here. */
import type { FuzzTarget } from '../target'
import { bridgeTargets } from './bridge'
import { ccidTargets } from './ccid'
import { deviceTargets } from './device'
import { faceTargets } from './face'
import { makeFaceSamples } from './face-samples'
import { gatewayTargets } from './gateway'
import { gatewayCardlessTargets } from './gateway-cardless'
import { gatewayFaceTargets, sampleFaceEvidence } from './gateway-face'
import { oqsTargets } from './oqs'
import { portalTargets } from './portal'
import { makeSamples } from './samples'
import { tagTargets } from './tags'

export async function makeTargets(): Promise<FuzzTarget[]> {
  const samples = await makeSamples()
  const faces = await makeFaceSamples()
  return [
    ...deviceTargets(samples),
    ...ccidTargets(),
    ...faceTargets(faces),
    ...tagTargets(),
    ...portalTargets(),
    ...(await bridgeTargets()),
    ...gatewayTargets(samples, sampleFaceEvidence(faces)),
    ...gatewayFaceTargets(faces),
    ...gatewayCardlessTargets(),
    ...(await oqsTargets()),
  ]
}
