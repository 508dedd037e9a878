import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './app.vue'
import { loadFonts } from './pwa/fonts'
import { useInstall } from './pwa/install'
import { createAppRouter } from './router'
import { startIdleLock } from './stores/idle-lock'
import { createServices } from './stores/real-services'
import { provideServices } from './stores/services'
import { useDeviceStore } from './stores/device'
import { afterFirstPaint } from './ui/after-first-paint'
import { startStaffLanguage } from './words/staff'
import './ui/styles/base.css'

async function start(): Promise<void> {
  // The browser offers installation once, early; whoever asks later finds it kept.
  useInstall()
  // Most starts lead here: it is fetched while the device's store is being opened. If not, the router says so.
  import('./pages/unlock-page.vue').catch(() => undefined)
  const { services, start: startSending, fetchAhead } = await createServices()
  provideServices(services)
  const app = createApp(App)
  app.use(createPinia())
  const device = useDeviceStore()
  await Promise.all([device.start(), startStaffLanguage()])
  startIdleLock()
  const router = createAppRouter()
  app.use(router)
  app.mount('#app')

  // A browser is also idle while it waits for the first screen's own code.
  await router.isReady()
  afterFirstPaint(() => {
    startSending()
    // The text is painted once more in its own font; what only the next screens need, and the next start, stays out of
    // its way. Without that font the one that stands in remains.
    const goOn = (): void =>
      void afterFirstPaint(() => {
        fetchAhead()
        fetchScreens()
        keepForNoLine(device).catch(reportError)
      })
    loadFonts().then(goOn, goOn)
  })
}

/** All of the app is put on the device: it starts and runs without a line. */
async function keepForNoLine(device: ReturnType<typeof useDeviceStore>): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const { registerWorker } = await import('./pwa/register')
  await registerWorker(device.offerUpdate, () => {
    // この端末 reads the capabilities anew and shows that the app does not start without a line.
    void device.refreshDevice()
  })
}

/** What comes after 解錠, so that no tap waits for it. Where it does not come now, the tap asks again. */
function fetchScreens(): void {
  import('./pages/staff-side').catch(() => undefined)
  import('./pages/visits-page.vue').catch(() => undefined)
}

/** Nothing else can speak yet: what was saved stays in the device's store, and a reload is the one thing to try. */
function showFailure(): void {
  const place = document.querySelector('#app')
  if (!place) return
  place.textContent =
    'Tazuneを開けませんでした。保存した確認は端末に残っています。画面を読み込み直してください。続くときは管理者に連絡してください。'
}

start().catch((cause: unknown) => {
  showFailure()
  reportError(cause)
})
