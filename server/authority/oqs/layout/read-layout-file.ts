import { join } from 'node:path'
import { readIfThere } from '../../../files'
import { StartError } from '../../../start-error'
import { BUILT_IN_LAYOUT, readLayout, type Layout } from './layout'

/**
 * The layout in use on a data folder: the built-in one, with its `oqs-layout.json` over it.
 * @throws StartError that names the path of what does not fit
 */
export function readFacilityLayout(data: string): Layout {
  const text = readIfThere(join(data, 'oqs-layout.json'))
  return text === undefined ? BUILT_IN_LAYOUT : readLayout(parse(text))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new StartError('oqs-layout.json is no JSON. See docs/oqs.md.', { cause })
  }
}
