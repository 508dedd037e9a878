// npm run bridge -- --origin https://…: the PC/SC bridge from its source.
import { ensureInstalled } from './lib/install.mjs'
import { runTool } from './lib/run-tool.mjs'

ensureInstalled()
runTool('bridge/main.ts')
