/** 券面事項確認 of the software card: the face behind 照合番号B, open information, and a key that asks for no PIN. */
import type { CardImage } from '../../../domain/card-image'
import { SURFACE_APPLICATION, SURFACE_FILE } from '../applications/identifiers'
import { fromBase64Url } from './base64-url'
import { concat, encodeTlv } from './content'
import {
  ascii,
  createPin,
  openData,
  toHex,
  type CardApplication,
  type ElementaryFile,
  type PinFile,
} from './files'
import { createRawSigner } from './rsa'

const CODE_TRIES = 10

/** null for a card that was issued without a face. */
export function createSurface(
  { surface, municipality }: CardImage,
  triesLeft: number | null,
): { application: CardApplication; code: PinFile } | null {
  if (!surface) return null
  const code = createPin(ascii(surface.code), CODE_TRIES, triesLeft ?? surface.codeTriesLeft)
  const face: ElementaryFile = {
    kind: 'data',
    content: fromBase64Url(surface.face),
    guard: SURFACE_FILE.code,
  }
  const files: (readonly [number, ElementaryFile])[] = [
    [SURFACE_FILE.face, face],
    [SURFACE_FILE.information, openData(encodeInformation(municipality))],
    [SURFACE_FILE.certificate, openData(fromBase64Url(surface.certificate))],
    [SURFACE_FILE.code, code],
  ]
  return {
    application: {
      aid: toHex(SURFACE_APPLICATION),
      files: new Map(files),
      ownKey: createRawSigner(surface.privateKey),
    },
    code,
  }
}

/** `FF30 { DF31 layout | DF32 key id | DF33 version | DF34 municipality | DF35 key id ‖ 256 bytes of unknown meaning }` */
function encodeInformation(municipality: string): Uint8Array {
  const id = concat([ascii('9000024'), Uint8Array.of(0x08, 0x05), ascii('001'), new Uint8Array(4)])
  return encodeTlv(
    0xff30,
    concat([
      encodeTlv(0xdf31, Uint8Array.of(0x06, 0x03, 0x0e, 0x01)),
      encodeTlv(0xdf32, id),
      encodeTlv(0xdf33, Uint8Array.of(0)),
      encodeTlv(0xdf34, ascii(municipality)),
      encodeTlv(0xdf35, concat([id, new Uint8Array(256)])),
    ]),
  )
}
