/** The administrator's page: an app of its own, served by the gateway and never kept by a tablet. */
import { createApp } from 'vue'
import { startStaffLanguage } from '../words/staff'
import AdminApp from './admin-app.vue'
import { takeInvitation } from './invitation'
import { createAdminRouter } from './router'
import '../ui/styles/base.css'

async function start(): Promise<void> {
  takeInvitation()
  await startStaffLanguage()
  createApp(AdminApp).use(createAdminRouter()).mount('#app')
}

start().catch((cause: unknown) => {
  const place = document.querySelector('#app')
  // Nothing else can speak yet.
  if (place) place.textContent = '管理の画面を開けませんでした。読み込み直してください。'
  reportError(cause)
})
