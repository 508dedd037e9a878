// Builds the PC/SC bridge into bridge/dist, as its package carries it.
import { ensureInstalled, runOrExit, tool } from './lib/install.mjs'

ensureInstalled()
runOrExit(process.execPath, [
  tool('vite/bin/vite.js'),
  'build',
  '--config',
  'vite.bridge.config.ts',
  '--logLevel',
  'warn',
])
