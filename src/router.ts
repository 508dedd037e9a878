/** Which screen an address shows, and which screens are closed now. No address carries a patient's value: ids are random. */
import {
  createRouter,
  createWebHistory,
  type RouteLocationNormalized,
  type RouteLocationRaw,
  type Router,
  type RouteRecordRaw,
  type RouterHistory,
} from 'vue-router'
import { useDeviceStore } from './stores/device'
import { useTabletStore } from './stores/tablet'
import { focusTitle } from './ui/focus-title'
import { staffText, tText, type StaffSentence } from './words/staff'

declare module 'vue-router' {
  interface RouteMeta {
    title: StaffSentence
  }
}

export const APP_NAME = 'Tazune'

/** A screen of the check that staff have begun; without one there is nothing that it could be about. */
function standsOnCheck(): true | RouteLocationRaw {
  const { step } = useTabletStore()
  if (step === 'idle') return '/visits'
  return step === 'setting' ? true : '/check'
}

export const ROUTES: RouteRecordRaw[] = [
  { path: '/', redirect: '/visits' },
  {
    path: '/activate',
    component: () => import('./pages/activate-page.vue'),
    meta: { title: '端末の登録' },
  },
  { path: '/unlock', component: () => import('./pages/unlock-page.vue'), meta: { title: '解錠' } },
  {
    path: '/visits',
    component: () => import('./pages/visits-page.vue'),
    meta: { title: '今日の訪問' },
  },
  {
    path: '/check',
    component: () => import('./pages/check-page.vue'),
    meta: { title: '確認する' },
  },
  {
    path: '/check/ways',
    component: () => import('./pages/ladder/ways-page.vue'),
    beforeEnter: standsOnCheck,
    meta: { title: '別の方法' },
  },
  {
    path: '/check/declaration',
    component: () => import('./pages/declaration/declaration-page.vue'),
    meta: { title: '申立書' },
  },
  {
    path: '/check/document',
    component: () => import('./pages/documents/document-page.vue'),
    meta: { title: '書類の入力' },
  },
  {
    path: '/check/oral',
    component: () => import('./pages/oral-page.vue'),
    meta: { title: '口頭確認' },
  },
  {
    path: '/outbox',
    component: () => import('./pages/outbox-page.vue'),
    meta: { title: '送信箱' },
  },
  {
    path: '/attention',
    component: () => import('./pages/attention-page.vue'),
    meta: { title: '要対応' },
  },
  {
    path: '/claims',
    component: () => import('./pages/claims/claims-page.vue'),
    meta: { title: '請求' },
  },
  {
    path: '/claims/:id',
    component: () => import('./pages/claims/claim-page.vue'),
    props: true,
    meta: { title: '請求メモ' },
  },
  {
    path: '/answers/:id',
    component: () => import('./pages/answer-page.vue'),
    props: true,
    meta: { title: '結果' },
  },
  {
    path: '/consents',
    component: () => import('./pages/consents-page.vue'),
    meta: { title: '同意の記録' },
  },
  {
    path: '/consents/:id',
    component: () => import('./pages/consent-page.vue'),
    props: true,
    meta: { title: '同意' },
  },
  {
    path: '/medical/:id',
    component: () => import('./pages/medical-page.vue'),
    props: true,
    meta: { title: '医療情報' },
  },
  {
    path: '/device',
    component: () => import('./pages/device-page.vue'),
    meta: { title: 'この端末' },
  },
  // What stands on a visit tag and on a 診察券: Android opens these addresses itself (docs/adr/0016).
  ...['/v/:id', '/p/:id', '/tag'].map((path) => ({
    path,
    component: () => import('./pages/tag-page.vue'),
    props: true,
    meta: { title: staffText('タグで開く') },
  })),
  {
    path: '/tags',
    component: () => import('./pages/tag-page-write.vue'),
    meta: { title: 'タグを作る' },
  },
  { path: '/:rest(.*)*', redirect: '/visits' },
]

export interface Standing {
  phase: 'starting' | 'needsActivation' | 'needsStaff' | 'locked' | 'unlocked'
  /** The one screen that is open while the patient has the tablet; null: staff have it. */
  patientPath: string | null
}

/** True to let the reader through, else where they belong. The lock comes before everything else. */
export function admit(
  to: Pick<RouteLocationNormalized, 'path'>,
  standing: Standing,
): true | RouteLocationRaw {
  switch (standing.phase) {
    case 'starting':
    case 'needsActivation':
    case 'needsStaff':
      return to.path === '/activate' ? true : '/activate'
    case 'locked':
      if (to.path === '/unlock') return true
      // Never with a registration link: its one-time code would stay in the address.
      return to.path === '/visits' || to.path === '/activate'
        ? '/unlock'
        : { path: '/unlock', query: { next: to.path } }
    case 'unlocked':
      if (standing.patientPath !== null) {
        return to.path === standing.patientPath ? true : standing.patientPath
      }
      return to.path === '/activate' || to.path === '/unlock' ? '/visits' : true
  }
}

/** Where the reader stands: the tablet is the patient's during a check, and on whatever screen is their own. */
export function standingOf(
  { phase }: Pick<ReturnType<typeof useDeviceStore>, 'phase'>,
  { patientPath }: Pick<ReturnType<typeof useTabletStore>, 'patientPath'>,
): Standing {
  return { phase, patientPath }
}

export function createAppRouter(history: RouterHistory = createWebHistory()): Router {
  const device = useDeviceStore()
  const tablet = useTabletStore()
  const router = createRouter({
    history,
    routes: ROUTES,
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  })
  router.beforeEach((to) => admit(to, standingOf(device, tablet)))
  router.afterEach((to, from) => {
    document.title = `${tText(to.meta.title)} - ${APP_NAME}`
    const isFirst = from.matched.length === 0
    if (!isFirst && to.path !== from.path) void focusTitle()
  })
  return router
}
