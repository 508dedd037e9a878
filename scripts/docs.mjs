// npm run docs: the pages that are made from the sources.
import { ensureInstalled } from './lib/install.mjs'
import { runTool } from './lib/run-tool.mjs'

ensureInstalled()
runTool('tools/error-codes.ts')
