#!/usr/bin/env node
/** `npx tazune-bridge`: the readers of this computer for Tazune's page. */
import { createSystemReader } from './pcsc/system-reader'
import { runBridge } from './run'

process.exitCode = await runBridge({
  argv: process.argv.slice(2),
  input: process.stdin,
  output: process.stdout,
  createPcsc: () => createSystemReader(),
  onStop: (stop) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  },
})
