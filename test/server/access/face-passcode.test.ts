import { afterEach, describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { matchesFacePasscode } from '../../../api/face-passcode'
import { facePasscodeAad } from '../../../api/envelope'
import { FacePasscodeCheck } from '../../../api/wire'
import { readAnchors } from '../../../server/checks/anchors'
import { StartError } from '../../../server/start-error'
import { activateDevice, type DeviceClient } from '../../support/device-client'
import { newPasscode } from '../../support/face-check'
import {
  createTestGateway,
  FACILITY,
  ONE_PERSON,
  type TestGateway,
  type TestGatewayOptions,
} from '../../support/gateway'
import { createCa } from '../../support/pki'

let gateway: TestGateway
let device: DeviceClient
afterEach(() => gateway.end())

async function start(options: TestGatewayOptions = {}): Promise<void> {
  gateway = await createTestGateway({ people: ONE_PERSON, ...options })
  device = await activateDevice(await gateway.newCode(), gateway)
}

async function startProduction(): Promise<void> {
  const { certificate } = await createCa('JPKI')
  await start({ mode: 'production', anchors: readAnchors([certificate]) })
}

async function fetchCheck(): Promise<FacePasscodeCheck | null> {
  const { facePasscode } = await device.access()
  if (!facePasscode) return null
  return v.parse(FacePasscodeCheck, await device.openSealed(facePasscode, facePasscodeAad()))
}

describe('a tablet that asks for access', () => {
  it('gets what its facility’s current passcode is checked against, sealed to it alone', async () => {
    await start()
    await newPasscode(gateway, Date.now() - 1_000)
    const { id, digits } = await newPasscode(gateway, Date.now())
    const check = await fetchCheck()
    expect(check).toMatchObject({ v: 1, id, iterations: 100_000 })
    if (!check) throw new Error('no passcode')
    expect(await matchesFacePasscode(digits, check)).toBe(true)

    const { facePasscode } = await device.access()
    if (!facePasscode) throw new Error('no passcode')
    const other = await activateDevice(await gateway.newCode(), gateway)
    await expect(other.openSealed(facePasscode, facePasscodeAad())).rejects.toThrow()
  })

  it('gets none before one was issued, nor after it was put out of use', async () => {
    await start()
    expect((await device.access()).facePasscode).toBeNull()
    await newPasscode(gateway, Date.now())
    expect(await fetchCheck()).not.toBeNull()
    await gateway.store.facePasscodes.withdraw(FACILITY.id, Date.now())
    expect(await fetchCheck()).toBeNull()
  })

  it('gets none while its vault is to be erased: it may be in other hands', async () => {
    await start()
    await newPasscode(gateway, Date.now())
    await gateway.store.devices.orderErase(FACILITY.id, device.deviceId, Date.now())
    expect(await device.access()).toMatchObject({ orders: ['eraseVault'], facePasscode: null })
  })

  it('gets no other facility’s', async () => {
    await start()
    await gateway.store.facilities.put({ ...FACILITY, id: 'facility-2' })
    await newPasscode(gateway, Date.now(), 'facility-2')
    expect(await fetchCheck()).toBeNull()
  })

  it('is told the digits in training, if they are of that passcode', async () => {
    const known = new Map<string, string>()
    await start({ trainingPasscode: (id) => known.get(id) ?? null })
    const { id, digits } = await newPasscode(gateway, Date.now())
    expect(await fetchCheck()).not.toHaveProperty('hint')
    known.set(id, digits)
    expect((await fetchCheck())?.hint).toBe(digits)
  })

  it('is never told them in production', async () => {
    await startProduction()
    await newPasscode(gateway, Date.now())
    expect(await fetchCheck()).not.toHaveProperty('hint')
  })
})

describe('a production gateway', () => {
  it('does not start with anything that knows the digits', async () => {
    await startProduction()
    const { certificate } = await createCa('JPKI')
    const anchors = readAnchors([certificate])
    const trainingPasscode = () => '0482'
    await expect(
      createTestGateway({ people: [], mode: 'production', anchors, trainingPasscode }),
    ).rejects.toThrow(StartError)
  })
})
