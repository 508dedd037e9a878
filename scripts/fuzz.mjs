// npm run fuzz: a million spoiled inputs for every parser of outside bytes.
import { ensureInstalled } from './lib/install.mjs'
import { runTool } from './lib/run-tool.mjs'

ensureInstalled()
runTool('tools/fuzz/main.ts')
