/** Whether the app stands on the home screen, and the browser's own offer to put it there. */
import { ref, type Ref } from 'vue'

/** Chromium's event; no DOM library has its type. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>
}

export interface InstallState {
  /** Started from the home screen, in its own window. */
  isInstalled: boolean
  /** Safari on iPhone and iPad: no offer exists, and an uninstalled page loses its store. */
  isIos: boolean
  canOffer: Ref<boolean>
  /** Shows the browser's question; it can be shown once per offer. */
  offer(): Promise<void>
}

function isOffer(event: Event): event is InstallOffer {
  return 'prompt' in event && typeof event.prompt === 'function'
}

/** An iPad calls itself a Mac, but no Mac has a touch screen. */
export function isIosDevice(agent: { userAgent: string; maxTouchPoints: number }): boolean {
  if (/iPhone|iPad|iPod/.test(agent.userAgent)) return true
  return agent.userAgent.includes('Macintosh') && agent.maxTouchPoints > 1
}

export function watchInstall(
  target: EventTarget = window,
  agent: { userAgent: string; maxTouchPoints: number } = navigator,
  standalone = window.matchMedia('(display-mode: standalone)').matches,
): InstallState {
  const canOffer = ref(false)
  let kept: InstallOffer | null = null

  target.addEventListener('beforeinstallprompt', (event) => {
    if (!isOffer(event)) return
    // Kept for the guide: the browser's own bar would come up in the middle of a visit.
    event.preventDefault()
    kept = event
    canOffer.value = true
  })
  target.addEventListener('appinstalled', () => {
    kept = null
    canOffer.value = false
  })

  async function offer(): Promise<void> {
    const event = kept
    kept = null
    canOffer.value = false
    await event?.prompt()
  }

  return { isInstalled: standalone, isIos: isIosDevice(agent), canOffer, offer }
}

let watched: InstallState | null = null

/** One listener for the whole app; the offer comes once, long before the guide is opened. */
export function useInstall(): InstallState {
  watched ??= watchInstall()
  return watched
}
