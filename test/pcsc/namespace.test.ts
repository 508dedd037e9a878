/** The harness itself: closed to the outside, side by side, gone at the end; and a card that comes and goes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { CARD_PIN, issueTestCard } from '../support/card-fixtures'
import { openCardSession, withCardInserted } from '../support/pcsc/card-inserted'
import { describePcsc } from '../support/pcsc/describe-pcsc'
import { VPCD_PORT } from '../support/pcsc/namespace'
import { showing, triesIn } from '../support/pcsc/opensc'

/** Command lines of every process of this machine that name this folder. */
function processesNaming(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      } catch (cause) {
        if (!isGone(cause)) throw cause
        return ''
      }
    })
    .filter((line) => line.includes(folder))
}

/** Whether a process ended while we looked at it. */
function isGone(cause: unknown): boolean {
  const { code } = cause as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ESRCH'
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

describePcsc('the namespace of a PC/SC test', () => {
  it('holds a card of its own for each that stands beside the other', async () => {
    const [first, second] = await Promise.all([
      issueTestCard(),
      issueTestCard({ holder: { personaId: 'pin-last-try', triesLeft: 1 }, key: 1 }),
    ])
    const sessions = await Promise.all([openCardSession(first), openCardSession(second)])
    try {
      await Promise.all(sessions.map((session) => session.insert()))
      const dumps = await Promise.all(
        sessions.map((session) => session.run('pkcs15-tool', ['--dump'])),
      )
      expect(dumps.map((dump) => triesIn(dump).authentication)).toEqual([3, 1])
    } finally {
      await Promise.all(sessions.map((session) => session.end()))
    }
  })

  it('shows nothing outside and leaves nothing behind', async () => {
    const before = await canConnect(VPCD_PORT)
    const session = await openCardSession(await issueTestCard())
    const { folder } = session
    await session.insert()
    const stays = await session.start('sleep', ['600'])
    expect(await canConnect(VPCD_PORT)).toBe(before)
    expect(processesNaming(folder).length).toBeGreaterThan(0)
    await session.end()
    expect((await stays.ended).code).not.toBe(0)
    expect(processesNaming(folder)).toEqual([])
    expect(existsSync(folder)).toBe(false)
  })

  it('runs shell lines and our own scripts beside the card, and ends what stays too long', async () => {
    await withCardInserted(await issueTestCard(), [], async (session) => {
      const counted = await session.shell('opensc-tool --list-readers | grep -c Virtual')
      expect(counted).toMatchObject({ code: 0, stdout: '2\n' })
      const usage = await session.node('tools/card/main.ts', ['--zork'])
      expect(usage.code).toBe(2)
      expect(usage.stderr).toMatch(/^Unknown option '--zork'\.\n\nnpm run card/)
      await expect(session.run('sleep', ['600'], { timeoutMs: 200 })).rejects.toThrow(
        'within 200 ms',
      )
    })
  })
})

describePcsc('our card on a real reader', () => {
  it('ends with a sentence when it is taken off', async () => {
    const session = await openCardSession(await issueTestCard())
    try {
      await session.insert()
      const ran = await session.remove()
      expect(ran).toMatchObject({ code: 0, stderr: '' })
      expect(ran?.stdout).toMatch(/The card was taken off after \d+ commands?\.\n$/)
      expect((await session.run('opensc-tool', ['--name'])).code).not.toBe(0)
    } finally {
      await session.end()
    }
  })

  it('ends with a sentence when the service goes', async () => {
    await withCardInserted(await issueTestCard(), [], async (session) => {
      const card = await session.insert()
      await session.shell('kill $(cat /run/pcscd/pcscd.pid)')
      const ran = await card.ended
      expect(ran).toMatchObject({ code: 0 })
      expect(ran.stdout).toMatch(/vpcd went after \d+ commands?\.\n$/)
    })
  })

  it('is torn off during VERIFY: the try is gone, the reader is empty, and it comes back', async () => {
    const session = await openCardSession(await issueTestCard())
    try {
      // OpenSC asks for the tries of both PINs, then presents ours: the third command of that header.
      const flags = ['--tear', '00200080@3', '--executed', '--back', '1500']
      const card = await session.insert(flags)
      const $ = showing(session)
      const torn = await $('pkcs15-tool', '--verify-pin', '--auth-id', '1', '--pin', '0000')
      expect(torn.code).not.toBe(0)
      await card.seen(/torn off at command 8;/)
      for (const seen of ['No', 'Yes']) {
        await session.shell(`until opensc-tool -l | grep -q '^0 *${seen}'; do sleep 0.1; done`)
      }
      expect(triesIn(await $('pkcs15-tool', '--list-pins')).authentication).toBe(2)
      const again = await $('pkcs15-tool', '--verify-pin', '--auth-id', '1', '--pin', CARD_PIN)
      expect(again.code).toBe(0)
    } finally {
      await session.end()
    }
  })

  it('may be slow', async () => {
    await withCardInserted(await issueTestCard(), ['--slow', '40'], async (session) => {
      expect((await session.run('opensc-tool', ['--name'])).stdout.trim()).toBe('jpki')
    })
  })

  it('shows what was exchanged where that was asked, and never the PIN', async () => {
    const session = await openCardSession(await issueTestCard())
    try {
      await session.insert(['--log'])
      await session.run('pkcs15-tool', ['--verify-pin', '--auth-id', '1', '--pin', CARD_PIN])
      const { output } = (await session.remove()) ?? { output: '' }
      expect(output).toContain('0020008004 **** → 9000')
      expect(output).not.toContain(Buffer.from(CARD_PIN).toString('hex'))
    } finally {
      await session.end()
    }
  })
})
