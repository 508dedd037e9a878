/** What staff have around every screen once they have unlocked; fetched behind the first screen, which needs none of it. */
export * as session from './session'
export { default as StaffBar } from './staff-bar.vue'
export { default as StaffNav } from './staff-nav.vue'
