// npm run oqs-sim -- --root DIR [knobs]: the far side of the OQS exchange folder.
import { ensureInstalled } from './lib/install.mjs'
import { runTool } from './lib/run-tool.mjs'

ensureInstalled()
runTool('tools/oqs-sim/main.ts')
