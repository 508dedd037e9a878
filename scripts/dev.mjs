// npm run dev: hot reload, training cards, and a line whose quality is chosen by a key.
import { ensureInstalled } from './lib/install.mjs'
import { runTool } from './lib/run-tool.mjs'

ensureInstalled()
runTool('tools/dev.ts')
