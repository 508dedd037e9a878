import { beforeAll, describe, expect, it } from 'vitest'
import type { CardImage } from '../../../domain/card-image'
import { createSoftwareCard } from '../../../src/nfc/emulator/software-card'
import { createTrainingTransport } from '../../../src/nfc/emulator/training-transport'
import { issueTestCard } from '../../support/card-fixtures'
import { bytesOf, hex } from '../../support/card-transport'

const JPKI = bytesOf('00A4040C0AD392F000260100000001')

let image: CardImage

beforeAll(async () => {
  image = await issueTestCard()
})

/** A promise and the function that resolves it. */
function gate() {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

describe('the training transport', () => {
  it('powers a card that lies there and passes commands on', async () => {
    const transport = createTrainingTransport(createSoftwareCard(image))
    await transport.connect()
    expect(hex(await transport.powerOn())).toMatch(/^3B88/)
    expect(hex(await transport.transmit(JPKI))).toBe('9000')
    expect(transport.kind).toBe('training')
    expect(transport.name).not.toBe('')
  })

  it('says why it cannot: no link, no card, no power', async () => {
    const transport = createTrainingTransport(null)
    await expect(transport.powerOn()).rejects.toMatchObject({ code: 'TZ-R04' })
    await expect(transport.transmit(JPKI)).rejects.toMatchObject({ code: 'TZ-R04' })
    await transport.connect()
    await expect(transport.powerOn()).rejects.toMatchObject({ code: 'TZ-R08' })
    transport.insert(createSoftwareCard(image))
    await expect(transport.transmit(JPKI)).rejects.toMatchObject({ code: 'TZ-R08' })
    await transport.powerOn()
    expect(hex(await transport.transmit(JPKI))).toBe('9000')
    await transport.powerOff()
    await expect(transport.transmit(JPKI)).rejects.toMatchObject({ code: 'TZ-R08' })
    await transport.close()
    await expect(transport.transmit(JPKI)).rejects.toMatchObject({ code: 'TZ-R04' })
  })

  it('loses the command that was under way when the card is taken off', async () => {
    const { opened, open } = gate()
    const card = createSoftwareCard(image, { delay: () => opened })
    const transport = createTrainingTransport(card)
    await transport.connect()
    await transport.powerOn()
    const under = transport.transmit(JPKI)
    transport.remove()
    transport.insert()
    open()
    await expect(under).rejects.toMatchObject({ code: 'TZ-R08' })
  })

  it('resets the card at each power-on, so nothing verified survives', async () => {
    const card = createSoftwareCard(image)
    const transport = createTrainingTransport(card)
    await transport.connect()
    await transport.powerOn()
    await transport.transmit(JPKI)
    expect(hex(await transport.transmit(bytesOf('00A4020C020018')))).toBe('9000')
    await transport.powerOn()
    expect(hex(await transport.transmit(bytesOf('00A4020C020018')))).toBe('6A82')
  })

  it('tells of cards and link, until the listener goes', async () => {
    const transport = createTrainingTransport(createSoftwareCard(image))
    const told: (boolean | string)[] = []
    const stop = transport.on('card', (present) => told.push(present))
    transport.on('link', (state) => told.push(state))
    await transport.connect()
    await transport.connect()
    transport.remove()
    transport.remove()
    transport.insert()
    expect(told).toEqual(['connected', false, true])
    stop()
    transport.remove()
    expect(told).toHaveLength(3)
  })

  it('takes a torn card off the reader until it is laid on again', async () => {
    const card = createSoftwareCard(image, { tear: { at: 0, executed: false } })
    const transport = createTrainingTransport(card)
    await transport.connect()
    await transport.powerOn()
    const told: boolean[] = []
    transport.on('card', (present) => told.push(present))
    await expect(transport.transmit(JPKI)).rejects.toMatchObject({ code: 'TZ-R08' })
    expect(told).toEqual([false])
    await expect(transport.powerOn()).rejects.toMatchObject({ code: 'TZ-R08' })
    transport.insert()
    await transport.powerOn()
    expect(hex(await transport.transmit(JPKI))).toBe('9000')
  })

  it('lets a fault of the card itself through with its own type', async () => {
    const fault = new Error('bug')
    const transport = createTrainingTransport({
      atr: bytesOf('3B00'),
      respond: () => Promise.reject(fault),
      reset: () => undefined,
    })
    await transport.connect()
    await transport.powerOn()
    await expect(transport.transmit(JPKI)).rejects.toBe(fault)
  })

  it('is as slow as it is told to be', async () => {
    let waits = 0
    const transport = createTrainingTransport(createSoftwareCard(image), {
      delay: () => {
        waits += 1
        return Promise.resolve()
      },
    })
    await transport.connect()
    await transport.powerOn()
    await transport.transmit(JPKI)
    expect(waits).toBe(2)
  })
})
