/** npm run docs: the pages of docs/ and the list of codes that are made of the sources. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { renderDecide } from './decide/render-decide'
import { renderCardFaults } from './render-card-faults'
import { renderCodeNumbers, renderErrorCodes } from './render-error-codes'
import { renderOqs } from './render-oqs'
import { renderRetention } from './render-retention'
import { renderRules } from './rules/render-rules'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
writeFileSync(join(ROOT, 'docs/error-codes.md'), renderErrorCodes())
writeFileSync(join(ROOT, 'domain/errors/code-numbers.ts'), renderCodeNumbers())
writeFileSync(join(ROOT, 'docs/card-faults.md'), renderCardFaults())
writeFileSync(join(ROOT, 'docs/decide.md'), renderDecide())
writeFileSync(join(ROOT, 'docs/rules.md'), renderRules(ROOT))
writeFileSync(join(ROOT, 'docs/oqs.md'), renderOqs())
writeFileSync(join(ROOT, 'docs/retention.md'), await renderRetention())
