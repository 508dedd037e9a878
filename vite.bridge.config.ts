import { defineConfig } from 'vite'

/** The PC/SC bridge as one file for `npx tazune-bridge`; koffi and ws come with its own package. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: 'bridge/main.ts',
    outDir: 'bridge/dist',
    emptyOutDir: true,
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: 'main.js' } },
  },
})
