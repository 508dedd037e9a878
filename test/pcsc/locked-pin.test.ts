/** How software of others meets a locked PIN; cards say it with 6984 or with 6983. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CARD_PIN, issueTestCard } from '../support/card-fixtures'
import { openCardSession, type CardSession } from '../support/pcsc/card-inserted'
import { describePcsc } from '../support/pcsc/describe-pcsc'
import { pkcs11Module, showing, triesIn, type Show } from '../support/pcsc/opensc'

describePcsc('OpenSC and a PIN that locks', () => {
  let session: CardSession
  let $: Show

  beforeAll(async () => {
    session = await openCardSession(await issueTestCard())
    $ = showing(session)
  })

  afterAll(() => session.end())

  it.each([
    ['6984', 'Reference data not usable', 'CKR_GENERAL_ERROR'],
    ['6983', 'Authentication method blocked', 'CKR_PIN_LOCKED'],
  ])('counts 3, 2, 1, 0 and understands %s', async (blocked, sentence, code) => {
    await session.insert(['--blocked', blocked])
    const verify = (pin: string) => $('pkcs15-tool', '--verify-pin', '--auth-id', '1', '--pin', pin)
    const counts: (number | null)[] = []
    for (const pin of ['0000', '1111', '2222']) {
      counts.push(triesIn(await $('pkcs15-tool', '--list-pins')).authentication)
      await verify(pin)
    }
    counts.push(triesIn(await $('pkcs15-tool', '--list-pins')).authentication)
    expect(counts).toEqual([3, 2, 1, 0])

    const right = await verify(CARD_PIN)
    expect(right.code).not.toBe(0)
    expect(right.output).toContain(sentence)
    const module = ['--module', pkcs11Module(), '--slot-index', '0']
    const login = await $('pkcs11-tool', ...module, '--login', '--pin', CARD_PIN, '--list-objects')
    expect(login.code).not.toBe(0)
    expect(login.output).toContain(code)
  })

  it('finds no try left on a card that was locked before', async () => {
    await session.insert(['--tries', '0'])
    expect(triesIn(await $('pkcs15-tool', '--list-pins')).authentication).toBe(0)
    const verified = await $('pkcs15-tool', '--verify-pin', '--auth-id', '1', '--pin', CARD_PIN)
    expect(verified.output).toContain('Reference data not usable')
  })

  it.each(['6984', '6983'])(
    'gives up on a card that says %s when asked for the tries',
    async (query) => {
      await session.insert(['--tries', '0', '--blocked-query', query])
      const pins = await $('pkcs15-tool', '--list-pins')
      expect(pins.code).not.toBe(0)
      expect(pins.output).toContain('PKCS#15 binding failed')
    },
  )
})
