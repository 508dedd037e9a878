/**
 * Trust anchors of the cards' faces: whose key may have signed EF 0004. Nobody publishes those of real cards, so a
 * production gateway may have none; it never has invented ones, and none of training or test cards.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { SurfaceAnchorImage } from '../../domain/card-image'
import { isIdOf, type SurfaceAnchor } from '../../domain/surface/issuer'
import { createSurfaceKey } from '../../domain/surface/signature'
import { namesIn } from '../files'
import { StartError } from '../start-error'
import { bytesOf } from './open-envelope'

const AnchorFile = v.strictObject({ id: v.string(), n: v.string(), e: v.string() })

/** @throws StartError when it is no RSA key of 2048 bits with e = 65537, or its id is not 16 bytes */
export function readSurfaceAnchor({ id, n, e }: SurfaceAnchorImage): SurfaceAnchor {
  const [idBytes, modulus, exponent] = [id, n, e].map(bytesOf)
  const key = modulus && exponent && createSurfaceKey(modulus, exponent)
  if (idBytes?.length !== 16 || !key) throw new StartError('A key of a card issuer is not one.')
  return { id: idBytes, key }
}

/**
 * The production set from `surface/*.json` of the anchors folder: `{ "id", "n", "e" }`, key id of 16 bytes, modulus and
 * exponent, base64url. Without that folder there is none.
 * @throws StartError when a file is none, or of training or test cards
 */
export function loadSurfaceAnchors(folder: string): SurfaceAnchor[] {
  const files = namesIn(join(folder, 'surface')).filter((name) => name.endsWith('.json'))
  const anchors = files.map((name) => readSurfaceAnchor(parse(join(folder, 'surface', name))))
  checkProductionSurfaceAnchors(anchors)
  return anchors
}

/** @throws StartError unless all are of real cards; there may be none */
export function checkProductionSurfaceAnchors(anchors: readonly SurfaceAnchor[]): void {
  if (anchors.every(({ id }) => isIdOf('production', id))) return
  throw new StartError('Production mode was given a card issuer’s key of training or test cards.')
}

function parse(path: string): SurfaceAnchorImage {
  try {
    return v.parse(AnchorFile, JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new StartError('A file in anchors/surface must hold id, n and e of one key.', { cause })
  }
}
