import { defineConfigWithVueTs, vueTsConfigs } from '@vue/eslint-config-typescript'
import pluginVue from 'eslint-plugin-vue'
import pluginA11y from 'eslint-plugin-vuejs-accessibility'

/** Which room may import which: docs/architecture.md. A pattern names what is forbidden. */
function room(files, forbidden, extra = []) {
  return {
    files,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...forbidden.map((name) => ({
              regex: `^(\\.\\./)+(src/)?${name}(/|$)`,
              message: `This room may not import ${name}: docs/architecture.md.`,
            })),
            {
              regex: '/emulator/',
              message:
                'The software card is loaded lazily, in training only: docs/architecture.md.',
            },
          ],
          paths: extra.map((name) => ({
            name,
            message: 'Not in this room: docs/architecture.md.',
          })),
        },
      ],
    },
  }
}

const vueWorld = ['vue', 'pinia', 'vue-router']

export default defineConfigWithVueTs(
  {
    ignores: [
      'dist/**',
      'bridge/dist/**',
      'node_modules/**',
      'data/**',
      'bench/node_modules/**',
      'coverage/**',
    ],
  },
  pluginVue.configs['flat/recommended'],
  pluginA11y.configs['flat/recommended'],
  vueTsConfigs.strictTypeChecked,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'vue/html-self-closing': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/attributes-order': 'off',
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
    },
  },
  room(
    ['domain/**/*.ts'],
    ['api', 'src', 'nfc', 'sync', 'stores', 'ui', 'pages', 'server', 'bridge'],
    [...vueWorld, 'idb', 'valibot', 'hono'],
  ),
  room(
    ['api/**/*.ts'],
    ['src', 'nfc', 'sync', 'stores', 'ui', 'pages', 'server', 'bridge'],
    [...vueWorld, 'idb', 'hono'],
  ),
  room(
    ['src/nfc/**/*.ts'],
    ['api', 'sync', 'stores', 'ui', 'words', 'pages', 'server', 'bridge'],
    [...vueWorld, 'idb'],
  ),
  // The page's side of the bridge speaks the wire that api/bridge describes.
  room(
    ['src/nfc/bridge/**/*.ts'],
    ['sync', 'stores', 'ui', 'words', 'pages', 'server', 'bridge'],
    [...vueWorld, 'idb'],
  ),
  room(
    ['src/pdf/**/*.ts'],
    ['api', 'nfc', 'sync', 'stores', 'ui', 'words', 'pages', 'server', 'bridge'],
    [...vueWorld, 'idb'],
  ),
  room(
    ['src/sync/**/*.ts'],
    ['nfc', 'stores', 'ui', 'words', 'pages', 'server', 'bridge'],
    vueWorld,
  ),
  room(['src/stores/**/*.ts'], ['ui', 'words', 'pages', 'server', 'bridge'], ['idb']),
  room(
    ['src/words/**/*.ts'],
    ['api', 'nfc', 'sync', 'stores', 'ui', 'pages', 'server', 'bridge'],
    ['pinia', 'vue-router', 'idb'],
  ),
  room(
    ['src/ui/**/*.{ts,vue}'],
    ['nfc', 'pdf', 'sync', 'pages', 'server', 'bridge', 'api'],
    ['idb'],
  ),
  room(['src/pages/**/*.{ts,vue}'], ['nfc', 'pdf', 'sync', 'server', 'bridge', 'api'], ['idb']),
  room(
    ['src/admin/**/*.{ts,vue}'],
    ['nfc', 'pdf', 'sync', 'stores', 'sw', 'server', 'bridge'],
    ['pinia', 'idb'],
  ),
  room(['src/sw/**/*.ts'], ['nfc', 'stores', 'ui', 'words', 'pages', 'server', 'bridge'], vueWorld),
  room(
    ['server/**/*.ts'],
    ['src', 'nfc', 'sync', 'stores', 'ui', 'pages', 'bridge'],
    [...vueWorld, 'idb'],
  ),
  room(
    ['bridge/**/*.ts'],
    ['src', 'nfc', 'sync', 'stores', 'ui', 'pages', 'server'],
    [...vueWorld, 'idb', 'hono', 'valibot'],
  ),
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
)
