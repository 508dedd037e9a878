/** Tells the other tabs and the worker that something moved, so that all show the same. */

export interface Announcement {
  kind: 'changed' | 'locked'
}

export interface Announcer {
  announce(kind: Announcement['kind']): void
  subscribe(listener: (kind: Announcement['kind']) => void): () => void
  close(): void
}

const CHANNEL = 'tazune'

/** @param open null where the browser has no BroadcastChannel: then every tab only knows itself */
export function createAnnouncer(
  open: ((name: string) => BroadcastChannel) | null = (name) => new BroadcastChannel(name),
): Announcer {
  const channel = open?.(CHANNEL) ?? null
  return {
    announce(kind) {
      channel?.postMessage({ kind } satisfies Announcement)
    },
    subscribe(listener) {
      const hear = (event: MessageEvent<unknown>): void => {
        if (isAnnouncement(event.data)) listener(event.data.kind)
      }
      channel?.addEventListener('message', hear)
      return () => channel?.removeEventListener('message', hear)
    },
    close: () => channel?.close(),
  }
}

function isAnnouncement(data: unknown): data is Announcement {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return false
  return data.kind === 'changed' || data.kind === 'locked'
}
