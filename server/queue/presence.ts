/** That this gateway lives, told to those on the same database: the leases of one that does not are taken over at once. */
import type { WorkStore } from '../store/store'

export interface Presence {
  /** Before a `/` in the token of each lease. */
  readonly name: string
  /** Before anything is leased: whose holder nobody knows is taken for dead. */
  announce(): Promise<void>
  /** After everything that was leased has been given back. */
  end(): Promise<void>
}

export function createPresence(work: Pick<WorkStore, 'announceSelf'>): Presence {
  const name = crypto.randomUUID()
  let self: Promise<() => Promise<void>> | undefined
  return {
    name,
    async announce() {
      self ??= work.announceSelf(name).catch((fault: unknown) => {
        self = undefined
        throw fault
      })
      await self
    },
    async end() {
      const endSelf = await self
      await endSelf?.()
    },
  }
}
