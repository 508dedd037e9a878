import { createRouter, createWebHistory, type Router } from 'vue-router'
import { focusTitle } from '../ui/focus-title'
import DevicesPage from './pages/devices-page.vue'

export function createAdminRouter(): Router {
  const router = createRouter({
    history: createWebHistory('/admin'),
    routes: [
      { path: '/', name: 'devices', component: DevicesPage },
      { path: '/people', name: 'people', component: () => import('./pages/people-page.vue') },
      { path: '/roster', name: 'roster', component: () => import('./pages/roster-page.vue') },
      {
        path: '/roster/day',
        name: 'rosterDay',
        component: () => import('./pages/roster-day-page.vue'),
      },
      {
        path: '/roster/import',
        name: 'rosterImport',
        component: () => import('./pages/roster-import-page.vue'),
      },
      { path: '/figures', name: 'figures', component: () => import('./pages/figures-page.vue') },
      { path: '/exports', name: 'exports', component: () => import('./pages/exports-page.vue') },
      { path: '/audit', name: 'audit', component: () => import('./pages/audit-page.vue') },
      { path: '/settings', name: 'settings', component: () => import('./pages/settings-page.vue') },
      { path: '/:rest(.*)*', redirect: '/' },
    ],
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  })
  router.afterEach((to, from) => {
    const isFirst = from.matched.length === 0
    if (!isFirst && to.path !== from.path) void focusTitle()
  })
  return router
}
