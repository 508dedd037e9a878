/** The anchors of the training mode: the issuers of the sandbox's own cards, as the gateway sent them sealed. */
import type { CardImage } from '../../../domain/card-image'
import { createSurfaceKey } from '../applications/surface-signature'
import type { SurfaceAnchors } from '../applications/surface-trust'
import { fromBase64Url } from './base64-url'

/** Each issuer once; cards without a face, and keys that are none, add nothing. */
export function createTrainingAnchors(images: readonly CardImage[]): SurfaceAnchors {
  const anchors = new Map(
    images.flatMap(({ surface }) =>
      surface ? [[surface.anchor.id, surface.anchor] as const] : [],
    ),
  )
  const keys = [...anchors.values()].flatMap(({ id, n, e }) => {
    const key = createSurfaceKey(fromBase64Url(n), fromBase64Url(e))
    return key ? [{ id: fromBase64Url(id), key }] : []
  })
  return { set: 'emulator', keys }
}
