/** The service worker: the app's files offline, and the outbox sent with the app locked or closed. */
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { SYNC_TAG } from '../sync/background-sync'
import { sendInBackground } from './send-in-background'
import { NEVER_CACHED } from './never-cached'

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: Parameters<typeof precacheAndRoute>[0]
}

/** Background Sync is Chromium's alone and not in TypeScript's library. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string
}

cleanupOutdatedCaches()
precacheAndRoute(self.__WB_MANIFEST)
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [...NEVER_CACHED] }),
)

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  // Asked by a person in the app, never of itself: an update must not come in the middle of a check.
  const message: unknown = event.data
  if (typeof message === 'object' && message !== null && 'type' in message) {
    if (message.type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting())
  }
})

self.addEventListener('sync', (event) => {
  const sync = event as SyncEvent
  // A rejected promise makes the browser try again later by its own schedule.
  if (sync.tag === SYNC_TAG) sync.waitUntil(sendInBackground())
})
