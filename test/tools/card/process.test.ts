/** The program as it is started: what it prints, and the code with which it ends. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startFakeVpcd, type FakeVpcd } from './fake-vpcd'

const MAIN = fileURLToPath(new URL('../../../tools/card/main.ts', import.meta.url))

let vpcd: FakeVpcd
let child: ChildProcess | undefined

beforeEach(async () => {
  vpcd = await startFakeVpcd()
})

afterEach(async () => {
  child?.kill('SIGKILL')
  await vpcd.close()
})

interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

function start(...flags: string[]): {
  ended: Promise<Ended>
  kill: (signal: NodeJS.Signals) => void
} {
  const started = spawn(process.execPath, ['--import', 'tsx', MAIN, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child = started
  const texts = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    started[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text
    })
  }
  const ended = once(started, 'close').then(([code]) => ({ code: code as number | null, ...texts }))
  return { ended, kill: (signal) => void started.kill(signal) }
}

describe('npm run card', () => {
  it('ends with 2, the reason and the usage text for a flag that makes no sense', async () => {
    const { code, stdout, stderr } = await start('--vpcd', '127.0.0.1:1', '--tries', '9').ended
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(
      /^--tries must be a whole number from 0 to 3\.\n\nnpm run card -- --vpcd/,
    )
  })

  it('prints the usage text and the people where that is all that was asked', async () => {
    const [help, people] = [await start('--help').ended, await start('--people').ended]
    expect(help).toMatchObject({ code: 0, stderr: '' })
    expect(help.stdout).toContain('--vpcd HOST:PORT')
    expect(people.stdout).toMatch(/^valid-30\s+\S/)
  })

  it('ends with 1 and a sentence where it cannot be put on', async () => {
    const address = `127.0.0.1:${vpcd.port}`
    const nobody = await start('--vpcd', address, '--person', 'nobody').ended
    expect(nobody).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Nobody is called nobody; --people lists everybody.\n',
    })
    await vpcd.close()
    const alone = await start('--vpcd', address).ended
    expect(alone).toEqual({
      code: 1,
      stdout: '',
      stderr: `No vpcd listens at ${address} (ECONNREFUSED).\n`,
    })
  })

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'is taken off by %s, even while the card is slow',
    async (signal) => {
      const { ended, kill } = start('--vpcd', `127.0.0.1:${vpcd.port}`, '--slow', '600000')
      const slot = await vpcd.accept()
      expect(await slot.exchange('04')).toMatch(/^3B/)
      slot.send('00A4040C0AD392F000260100000001')
      kill(signal)
      expect(await ended).toMatchObject({ code: 0, stderr: '' })
      expect((await ended).stdout).toMatch(
        /^valid-30 lies on .*\nThe card was taken off after \d commands?\.\n$/,
      )
      await slot.gone
    },
  )

  it('ends with a sentence when vpcd goes', async () => {
    const { ended } = start('--vpcd', `127.0.0.1:${vpcd.port}`)
    const slot = await vpcd.accept()
    await slot.exchange('04')
    slot.end()
    expect(await ended).toMatchObject({ code: 0, stderr: '' })
    expect((await ended).stdout).toMatch(/vpcd went after 0 commands\.\n$/)
  })
})
