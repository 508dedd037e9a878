import { availableParallelism } from 'node:os'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** How long a wait in a test may last ({@link ./test/support/patient-waits.ts}). */
const PATIENT = {
  setupFiles: ['test/support/patient-waits.ts'],
  expect: { poll: { timeout: 10_000 } },
}

export default defineConfig({
  test: {
    // Vitest would leave one core idle: of two that is half of the machine.
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          ...PATIENT,
          name: 'unit',
          environment: 'node',
          include: ['test/{domain,api,nfc,pdf,sync,server,fuzz,tools,bridge}/**/*.test.ts'],
          testTimeout: 30_000,
          // Some start a PostgreSQL or a gateway of their own, and stop it.
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [vue()],
        define: { __APP_VERSION__: JSON.stringify('0.0.0-test') },
        test: {
          ...PATIENT,
          name: 'component',
          environment: 'happy-dom',
          include: ['test/{admin,stores,ui,pages,words}/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          ...PATIENT,
          name: 'browser',
          environment: 'node',
          include: ['test/browser/**/*.test.ts'],
          setupFiles: [...PATIENT.setupFiles, 'test/support/whole-day.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          ...PATIENT,
          name: 'pcsc',
          environment: 'node',
          include: ['test/pcsc/**/*.test.ts'],
          globalSetup: ['test/support/pcsc/setup.mjs'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Their output is part of what they are for: one file's commands after the other's.
          fileParallelism: false,
        },
      },
    ],
  },
})
