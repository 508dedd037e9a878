// npm run build: the app into dist/app, the gateway into dist/server.
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'

ensureInstalled()
ensureBuilt()
