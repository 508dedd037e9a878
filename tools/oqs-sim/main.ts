/** npm run oqs-sim: the far side of the exchange folder, in a process of its own. */
import { watch } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chanceOf } from './chance'
import { openDesk, type Tell } from './desk'
import { parseCommandLine, USAGE, type SimOptions } from './options'
import { leaveStranger, pushFace } from './strangers'

const WRONG_FLAG = 2
const RESCAN_MS = 100

async function run(options: SimOptions): Promise<void> {
  const { root, faults, rate, seed } = options
  for (const folder of ['req', 'res', 'face']) {
    await mkdir(join(root, folder), { recursive: true })
  }
  const tell: Tell = (line) => {
    if (options.tell) process.stdout.write(`${JSON.stringify(line)}\n`)
  }
  const desk = openDesk(options, tell)
  const taken = new Set<string>()
  let round = 0

  async function answer(file: string): Promise<void> {
    try {
      await desk.take(file)
    } catch (cause) {
      process.stderr.write(`${file}: ${String(cause)}\n`)
    }
  }

  /** A name is taken once: it is gone from the folder before it is answered. */
  async function look(): Promise<void> {
    for (const file of await readdir(join(root, 'req'))) {
      if (taken.has(file)) continue
      taken.add(file)
      void answer(file)
      round += 1
      const chance = chanceOf(seed + 1, round)
      if (faults.includes('otherSystems') && chance.next() < rate) {
        await leaveStranger(options, chance, tell)
      }
      if (faults.includes('face') && chance.next() < rate) await pushFace(options, chance, tell)
    }
  }

  const state = { looking: false, again: false }
  async function lookNow(): Promise<void> {
    state.again = true
    if (state.looking) return
    state.looking = true
    while (state.again) {
      state.again = false
      await look()
    }
    state.looking = false
  }

  watch(join(root, 'req'), () => void lookNow())
  setInterval(() => void lookNow(), RESCAN_MS)
  process.stdout.write(
    options.tell
      ? `${JSON.stringify({ event: 'ready' })}\n`
      : `Answering ${root}. Ctrl-C ends it.\n`,
  )
}

const command = parseCommandLine(process.argv.slice(2))
switch (command.kind) {
  case 'help':
    process.stdout.write(USAGE)
    break
  case 'wrong':
    process.stderr.write(`${command.sentence}\n\n${USAGE}`)
    process.exitCode = WRONG_FLAG
    break
  case 'run':
    await run(command.options)
}
