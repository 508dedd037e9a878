/** The bridge's whole program over a fake PC/SC with a software card. Argument after `--card`: a card image's file. */
import { readFileSync } from 'node:fs'
import { runBridge } from '../../bridge/run'
import type { CardImage } from '../../domain/card-image'
import { createSoftwareCard } from '../../src/nfc/emulator/software-card'
import { createFakePcsc } from './fake-pcsc'

const argv = process.argv.slice(2)
const [, path = ''] = argv.splice(argv.indexOf('--card'), 2)
const card = createSoftwareCard(JSON.parse(readFileSync(path, 'utf8')) as CardImage)
const pcsc = createFakePcsc([['Software Reader', card]])

process.exitCode = await runBridge({
  argv,
  input: process.stdin,
  output: process.stdout,
  createPcsc: () => pcsc,
  onStop: (stop) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  },
})
process.stdout.write(`calls: ${pcsc.calls.join(' ')}\n`)
