/** npm run docs: docs/error-codes.md out of the catalogue, for the telephone; docs/card-faults.md out of its table. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { renderCardFaults } from './render-card-faults'
import { renderErrorCodes } from './render-error-codes'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
writeFileSync(join(ROOT, 'docs/error-codes.md'), renderErrorCodes())
writeFileSync(join(ROOT, 'docs/card-faults.md'), renderCardFaults())
