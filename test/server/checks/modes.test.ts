import { afterEach, describe, expect, it } from 'vitest'
import { exportJWK } from 'jose'
import * as v from 'valibot'
import type { CardImage } from '../../../domain/card-image'
import { toBase64Url } from '../../../api/bytes'
import { PATHS } from '../../../api/wire'
import { readAnchors } from '../../../server/checks/anchors'
import { StartError } from '../../../server/start-error'
import { activateDevice } from '../../support/device-client'
import { createTestGateway, type TestGateway } from '../../support/gateway'
import { createCa, issueLeaf, keyPair, type TestCa } from '../../support/pki'

let gateways: TestGateway[] = []
afterEach(async () => {
  for (const gateway of gateways) await gateway.end()
  gateways = []
})

async function start(options: Parameters<typeof createTestGateway>[0]): Promise<TestGateway> {
  const gateway = await createTestGateway(options)
  gateways.push(gateway)
  return gateway
}

async function startProduction(real: TestCa): Promise<TestGateway> {
  return start({ mode: 'production', anchors: readAnchors([real.certificate]) })
}

/** A card of another CA in the shape of a training card. */
async function cardOf(ca: TestCa, like: CardImage): Promise<CardImage> {
  const { privateKey } = await keyPair('leaf')
  const jwk = v.parse(v.record(v.string(), v.unknown()), await exportJWK(privateKey))
  return {
    ...like,
    certificate: toBase64Url(await issueLeaf(ca)),
    privateKey: jwk as unknown as CardImage['privateKey'],
  }
}

async function outcomeOf(gateway: TestGateway, card: CardImage) {
  const device = await activateDevice(await gateway.newCode(), gateway)
  const [result] = await device.sendChecks([await device.createCheck({ card })])
  return result?.outcome === 'accepted' ? 'accepted' : result?.code
}

describe('the two modes', () => {
  it('production refuses a training card and takes a real one', async () => {
    const real = await createCa('JPKI')
    const production = await startProduction(real)
    expect(await outcomeOf(production, production.card('valid-30'))).toBe('TZ-G15')
    expect(await outcomeOf(production, await cardOf(real, production.card('valid-30')))).toBe(
      'accepted',
    )
  })

  it('training refuses a real card and takes a training card', async () => {
    const real = await createCa('JPKI')
    const training = await start({})
    expect(await outcomeOf(training, await cardOf(real, training.card('valid-30')))).toBe('TZ-G16')
    expect(await outcomeOf(training, training.card('valid-30'))).toBe('accepted')
  })

  it('production does not start without anchors, or with practice ones', async () => {
    await expect(start({ mode: 'production', anchors: [] })).rejects.toThrow(StartError)
    const emulator = await createCa('JPKI-EMU')
    const anchors = readAnchors([emulator.certificate])
    await expect(start({ mode: 'production', anchors })).rejects.toThrow(StartError)
  })

  it('production does not start with training cards', async () => {
    const real = await createCa('JPKI')
    const anchors = readAnchors([real.certificate])
    const trainingCards = () => Promise.resolve([])
    await expect(start({ mode: 'production', anchors, trainingCards })).rejects.toThrow(StartError)
  })

  it('production has no address of training cards', async () => {
    const production = await startProduction(await createCa('JPKI'))
    const device = await activateDevice(await production.newCode(), production)
    expect((await device.request('GET', PATHS.trainingCards)).status).toBe(404)
  })

  it('each says which it is', async () => {
    const training = await start({ people: [] })
    const reply = await training.fetch(PATHS.health)
    expect(await reply.json()).toMatchObject({ service: 'tazune', mode: 'training' })
  })
})
