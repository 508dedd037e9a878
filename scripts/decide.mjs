// npm run -s decide < situation.json: what to do, as one JSON object.
import { ensureInstalled } from './lib/install.mjs'

ensureInstalled()
// In this process: a second one would take as long again as the answer.
const { register } = await import('tsx/esm/api')
register()
await import('../tools/decide/main.ts')
