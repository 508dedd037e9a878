/** npm run demo: a day of visits without a line, played in headless Chromium down to the bytes of the card. */
import { waitForTablet, readTablet } from './player/tablet-data'
import { createWorld, type World } from './player/world'

/** Who is visited, by the sandbox's names, and what goes wrong there. */
const VISITS = [
  { persona: 'valid-30', trouble: 'none' },
  { persona: 'invalid', trouble: 'wrongPin' },
  { persona: 'name-dot', trouble: 'torn' },
] as const

const startedAt = Date.now()

function say(text: string): void {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1).padStart(5)
  process.stdout.write(`${seconds} s  ${text}\n`)
}

async function visit(world: World, { persona, trouble }: (typeof VISITS)[number]): Promise<void> {
  const { nurse, reader } = world
  const image = world.image(persona)
  const digits = image.pin ?? ''
  say(`訪問: ${image.label}`)
  await nurse.beginVisit(world.nameOf(persona))
  await nurse.consent()
  const { card, putBack } = world.layCard(persona)
  await nurse.seePinPad()
  if (trouble === 'wrongPin') {
    await nurse.typePin(digits === '0000' ? '1111' : '0000')
    say('  暗証番号を1回間違えた: 残りの回数を見て、入れ直す')
  }
  if (trouble === 'torn') {
    card.tearOff({ at: (header) => header === '00200080', executed: true })
    await nurse.typePin(digits)
    say('  照合の途中でカードが離れた: 回数を読み直してから、入れ直す')
    await nurse.seeCardLost()
    putBack()
  }
  await nurse.typePin(digits)
  await nurse.seeSaved()
  say('  端末に保存しました(未送信)')
  await nurse.takeBack()
  reader.remove()
}

async function play(world: World): Promise<boolean> {
  await world.nurse.activate(world.line.origin, world.gateway.activationCode)
  await world.nurse.seeReadyForOffline()
  say('端末を登録した。訪問の一覧と確認番号を受け取った')
  await world.goOffline()
  say('回線を切った')
  for (const each of VISITS) await visit(world, each)
  const saved = (await readTablet(world.nurse.page)).outbox
  say(`未送信 ${saved.length}件。タブレットの電源を落とす(SIGKILL)`)
  await world.killTablet()
  await world.startTablet('/outbox')
  await world.nurse.unlock()
  const kept = (await readTablet(world.nurse.page)).outbox
  say(`電源を入れた。回線はまだない。未送信 ${kept.length}件`)
  await world.goOnline()
  say('回線が戻った')
  const ms = await waitForTablet(
    world.nurse.page,
    ({ answers }) => saved.every((id) => answers.includes(id)),
    30_000,
  )
  say(`${saved.length}件の結果が ${(ms / 1000).toFixed(1)} 秒で届いた`)
  return report(world, saved)
}

/** The last line, for machines; true if the invariants hold. */
async function report(world: World, saved: string[]): Promise<boolean> {
  const { outbox, sent, answers, refused } = await readTablet(world.nurse.page)
  const everywhere = [...outbox, ...sent, ...answers, ...refused]
  const asked = world.asked()
  const lost = saved.filter((id) => !everywhere.includes(id)).length
  const duplicated =
    everywhere.length -
    new Set(everywhere).size +
    [...asked.values()].reduce((sum, count) => sum + count - 1, 0)
  const result = {
    job: 'offline-visit',
    captured: saved.length,
    answered: answers.length,
    lost,
    duplicated,
    apdus: world.apdus(),
    seconds: Number(((Date.now() - startedAt) / 1000).toFixed(1)),
  }
  process.stdout.write(`${JSON.stringify(result)}\n`)
  return (
    result.captured === VISITS.length &&
    result.answered === VISITS.length &&
    lost === 0 &&
    duplicated === 0 &&
    asked.size === VISITS.length
  )
}

const world = await createWorld()
let holds = false
try {
  holds = await play(world)
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`)
} finally {
  await world.end()
}
process.exitCode = holds ? 0 : 1
