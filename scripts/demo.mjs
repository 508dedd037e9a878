// npm run demo: everything it needs, then tools/demo.ts.
import { ensureBuilt } from './lib/build.mjs'
import { ensureChromium } from './lib/chromium.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { runTool } from './lib/run-tool.mjs'

ensureInstalled()
ensureBuilt()
runTool('tools/demo.ts', { CHROMIUM_PATH: ensureChromium() })
