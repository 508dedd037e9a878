// npm run fuzz:api: the gateway asked ten thousand times by its own OpenAPI document.
import { ensureInstalled } from './lib/install.mjs'
import { ensurePostgres } from './lib/postgres.mjs'
import { runTool } from './lib/run-tool.mjs'

ensureInstalled()
if (process.argv.includes('postgres')) ensurePostgres()
runTool('tools/fuzz/api-main.ts')
