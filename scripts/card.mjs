// npm run card -- --vpcd HOST:PORT [knobs]: a training card on a PC/SC reader.
import { ensureInstalled } from './lib/install.mjs'
import { runTool } from './lib/run-tool.mjs'

ensureInstalled()
runTool('tools/card/main.ts')
