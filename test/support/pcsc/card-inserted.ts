/** A namespace with our card on its reader, as `npm run card` puts it there. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CardImage } from '../../../domain/card-image'
import { openPcscNamespace, VPCD_PORT, type PcscNamespace } from './namespace'
import type { Ran, Running } from './processes'

export interface CardSession extends PcscNamespace {
  /** Takes off what lies there and lays another card on, or the same one new. Flags: `npm run card -- --help`. */
  insert(flags?: readonly string[]): Promise<Running>
  /** Takes the card off; what its program printed. */
  remove(): Promise<Ran | null>
}

const SEEN_MS = 10_000

/** Opens a namespace with an empty reader, for `image` and everything else that needs it. `end` it. */
export async function openCardSession(image: CardImage): Promise<CardSession> {
  const namespace = await openPcscNamespace()
  const data = join(namespace.folder, 'data')
  mkdirSync(data)
  writeFileSync(join(data, 'training-cards.json'), JSON.stringify([image]))
  let card: Running | null = null

  async function remove(): Promise<Ran | null> {
    const ran = (await card?.end()) ?? null
    card = null
    if (ran) await untilReaders(namespace, false)
    return ran
  }

  return {
    ...namespace,
    remove,
    async insert(flags = []) {
      await remove()
      const where = ['--vpcd', `127.0.0.1:${VPCD_PORT}`, '--wait', '10']
      const who = ['--data', data, '--person', image.personaId]
      card = await namespace.startNode('tools/card/main.ts', [...where, ...who, ...flags])
      await card.seen(/ lies on /)
      await untilReaders(namespace, true)
      return card
    },
  }
}

/** Runs `work` in a namespace of its own with the card inserted, and leaves nothing behind. */
export async function withCardInserted<T>(
  image: CardImage,
  flags: readonly string[],
  work: (session: CardSession) => Promise<T>,
): Promise<T> {
  const session = await openCardSession(image)
  try {
    await session.insert(flags)
    return await work(session)
  } finally {
    await session.end()
  }
}

/** pcscd looks for cards a few times a second. */
async function untilReaders(namespace: PcscNamespace, occupied: boolean): Promise<void> {
  const until = performance.now() + SEEN_MS
  for (;;) {
    const { output } = await namespace.run('opensc-tool', ['--list-readers'])
    if (/^\d+\s+Yes\b/m.test(output) === occupied && /Virtual PCD/.test(output)) return
    if (performance.now() > until) {
      throw new Error(`the reader did not notice: ${output}${namespace.serviceLog()}`)
    }
    await sleep(50)
  }
}
