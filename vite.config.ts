import { readFileSync } from 'node:fs'
import vue from '@vitejs/plugin-vue'
import { build, defineConfig, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

/** What causes an error is written for developers and shown by no screen: it stays out of what every device loads first. */
const withoutCauses: Plugin = {
  name: 'tazune:without-causes',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/domain\/errors\/[\w-]+\.ts$/.test(id)) return null
    const map = null
    return { code: code.replace(/\bcause:\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"),/gu, ''), map }
  },
}

/**
 * The administrator's page is built by itself into `admin/`: it shares no file with the tablets' app, whose first screens
 * stay as they are, and no tablet keeps it.
 */
const administration: Plugin = {
  name: 'tazune:administration',
  apply: 'build',
  async writeBundle({ dir }) {
    await build({
      configFile: false,
      base: '/admin/',
      publicDir: false,
      logLevel: 'warn',
      define: DEFINE,
      plugins: [withoutCauses, vue()],
      build: {
        ...{ assetsInlineLimit: 0, target: 'es2023', modulePreload: { polyfill: false } },
        outDir: `${dir ?? 'dist/app'}/admin`,
        emptyOutDir: true,
        rolldownOptions: { input: 'admin.html' },
      },
    })
  },
}

const DEFINE = {
  __VUE_OPTIONS_API__: 'false',
  __VUE_PROD_DEVTOOLS__: 'false',
  __APP_VERSION__: JSON.stringify(version),
}

export default defineConfig({
  define: DEFINE,
  plugins: [
    withoutCauses,
    vue(),
    administration,
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/sw',
      filename: 'sw.ts',
      injectRegister: false,
      registerType: 'prompt',
      manifest: false,
      injectManifest: {
        globIgnores: ['admin/**'],
        globPatterns: ['**/*.{html,js,css,woff2,svg,png,webmanifest,wasm,bcmap}'],
        maximumFileSizeToCacheInBytes: 4_000_000,
      },
    }),
  ],
  build: {
    // The page's policy allows no data: fonts or scripts.
    assetsInlineLimit: 0,
    outDir: 'dist/app',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // All of them come before the first screen whatever it is: one file instead of six saves it 2 kB.
          groups: [
            {
              name: 'shared',
              test: /\/(?:domain\/(?:days|ids|outcome|settings|typed)|api\/bytes)\.ts$/,
            },
          ],
        },
      },
    },
  },
})
