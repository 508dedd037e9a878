import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildReadBinary, buildSelectFile, buildVerify, wantedLength } from '../../src/nfc/apdu'
import { CardChannel, type CardOptions } from '../../src/nfc/card-channel'
import { TransportError, type Transport } from '../../src/nfc/transport'
import { bytesOf, createScriptedTransport, hex, recordTransport } from '../support/card-transport'

async function openOn(transport: Transport, options: CardOptions = {}): Promise<CardChannel> {
  const opened = await CardChannel.open(transport, options)
  if (!opened.ok) throw new Error(opened.code)
  return opened.value
}

/** A reader that answers with these hex texts one after the other. */
function answering(...answers: string[]) {
  return recordTransport(createScriptedTransport((_, index) => bytesOf(answers[index] ?? '6F00')))
}

describe('send', () => {
  it('collects what waits behind 61xx', async () => {
    const transport = answering('AABB6102', 'CC6101', 'DD9000')
    const channel = await openOn(transport)
    expect(await channel.send(buildReadBinary(0, 256))).toEqual({
      ok: true,
      value: { data: bytesOf('AABBCCDD'), status: 0x9000 },
    })
    expect(transport.commands.map(({ buffer }) => hex(buffer))).toEqual([
      '00B0000000',
      '00C0000002',
      '00C0000001',
    ])
  })

  it('asks again once with the Le that 6Cxx wants', async () => {
    const transport = answering('6C1E', '6C1E', '9000')
    const channel = await openOn(transport)
    const sent = await channel.send(buildReadBinary(0, 256))
    expect(sent).toMatchObject({ ok: true, value: { status: 0x6c1e } })
    expect(transport.commands.map(({ buffer }) => hex(buffer))).toEqual([
      '00B0000000',
      '00B000001E',
    ])
  })

  it('follows 6Cxx and then 61xx', async () => {
    const channel = await openOn(answering('6C02', '6102', 'AABB9000'))
    expect(await channel.send(buildReadBinary(0, 256))).toMatchObject({
      ok: true,
      value: { data: bytesOf('AABB') },
    })
  })

  it('gives up on a card that answers 61xx for ever', async () => {
    const transport = recordTransport(createScriptedTransport(() => bytesOf('AA6100')))
    const channel = await openOn(transport)
    expect(await channel.send(buildReadBinary(0, 256))).toMatchObject({
      ok: true,
      value: { status: 0x6100 },
    })
    expect(transport.commands.length).toBeLessThan(20)
  })

  it.each(['', '90'])('takes the answer "%s" for a lost card and sends no more', async (answer) => {
    const transport = answering(answer)
    const channel = await openOn(transport)
    expect(await channel.send(buildSelectFile(1))).toEqual({ ok: false, code: 'TZ-C05' })
    expect(await channel.send(buildSelectFile(1))).toEqual({ ok: false, code: 'TZ-C05' })
    expect(transport.commands).toHaveLength(1)
  })

  it.each([
    ['TZ-R08', 'TZ-C05'],
    ['TZ-R04', 'TZ-R04'],
    ['TZ-R07', 'TZ-R07'],
  ] as const)('names the fault %s of the transport %s', async (code, expected) => {
    const channel = await openOn(
      createScriptedTransport(() => Promise.reject(new TransportError(code))),
    )
    expect(await channel.send(buildSelectFile(1))).toEqual({ ok: false, code: expected })
    expect(channel.obstacle).toBe('TZ-C05')
  })

  it('lets a bug of the transport through and sends no more', async () => {
    const bug = new TypeError('bug')
    const transport = recordTransport(createScriptedTransport(() => Promise.reject(bug)))
    const channel = await openOn(transport)
    await expect(channel.send(buildSelectFile(1))).rejects.toBe(bug)
    expect(await channel.send(buildSelectFile(1))).toEqual({ ok: false, code: 'TZ-C05' })
    expect(transport.commands).toHaveLength(1)
  })

  it('ends with a result on any answers, in a bounded number of commands', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 8 }), { minLength: 1, maxLength: 8 }),
        async (answers) => {
          const transport = recordTransport(
            createScriptedTransport((_, index) => answers[index % answers.length] ?? bytesOf('')),
          )
          const channel = await openOn(transport)
          const sent = await channel.send(buildReadBinary(0, 256))
          expect(typeof sent.ok).toBe('boolean')
          expect(transport.commands.length).toBeLessThanOrEqual(18)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('sendOnce', () => {
  it('never repeats or follows up, whatever the card says', async () => {
    for (const answer of ['6C04', '6104', '63C2', '9000', '6983']) {
      const transport = answering(answer, '9000')
      const channel = await openOn(transport)
      const sent = await channel.sendOnce(buildVerify(bytesOf('31323334')))
      expect(sent.kind).toBe('answer')
      expect(transport.commands).toHaveLength(1)
    }
    expect(wantedLength(0x6c04)).toBe(4)
  })

  it('tells what was lost from what was never sent', async () => {
    const channel = await openOn(answering(''))
    const command = buildVerify(bytesOf('31323334'))
    expect(await channel.sendOnce(command)).toEqual({ kind: 'lost', code: 'TZ-C05' })
    expect(await channel.sendOnce(command)).toEqual({ kind: 'unsent', code: 'TZ-C05' })
  })
})

describe('a channel', () => {
  it('does not open without a card, and says so in the words of the transport', async () => {
    const empty: Transport = {
      ...createScriptedTransport(() => bytesOf('9000')),
      powerOn: () => Promise.reject(new TransportError('TZ-R08')),
    }
    expect(await CardChannel.open(empty, {})).toEqual({ ok: false, code: 'TZ-R08' })
    const bug = new Error('bug')
    const broken: Transport = { ...empty, powerOn: () => Promise.reject(bug) }
    await expect(CardChannel.open(broken, {})).rejects.toBe(bug)
  })

  it('ends when another is opened on the same reader', async () => {
    const transport = answering('9000', '9000')
    const first = await openOn(transport)
    const second = await openOn(transport)
    expect(await first.send(buildSelectFile(1))).toEqual({ ok: false, code: 'TZ-C14' })
    expect(await second.send(buildSelectFile(1))).toMatchObject({ ok: true })
    expect(transport.commands).toHaveLength(1)
  })

  it('stops before the next command once its signal is aborted', async () => {
    const controller = new AbortController()
    const transport = answering('9000', '9000')
    const channel = await openOn(transport, { signal: controller.signal })
    expect(await channel.send(buildSelectFile(1))).toMatchObject({ ok: true })
    controller.abort()
    expect(await channel.send(buildSelectFile(1))).toEqual({ ok: false, code: 'TZ-C14' })
    expect(transport.commands).toHaveLength(1)
    expect(await CardChannel.open(transport, { signal: controller.signal })).toEqual({
      ok: false,
      code: 'TZ-C14',
    })
  })

  it('listens to its reader for as long as it owns it, and no longer', async () => {
    let listeners = 0
    const transport: Transport = {
      ...createScriptedTransport(() => bytesOf('9000')),
      on: () => {
        listeners += 1
        return () => {
          listeners -= 1
        }
      },
    }
    for (let turn = 0; turn < 5; turn += 1) await openOn(transport)
    expect(listeners).toBe(2)
  })

  it('knows from its reader that the card or the link went in a pause', async () => {
    const tell: ((value: never) => void)[] = []
    const transport: Transport = {
      ...createScriptedTransport(() => bytesOf('9000')),
      on: (_, listener) => {
        tell.push(listener)
        return () => undefined
      },
    }
    const channel = await openOn(transport)
    expect(channel.left).toBeNull()
    tell[0]?.(true as never)
    expect(channel.left).toBeNull()
    tell[0]?.(false as never)
    expect(channel.left).toBe('TZ-C05')
    const other = await openOn(transport)
    tell[3]?.('lost' as never)
    expect(other.left).toBe('TZ-R04')
  })
})
