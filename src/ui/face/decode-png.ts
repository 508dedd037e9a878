/** To pixels, through no address that could be kept. A copy: the bytes may be wiped while it is decoded. */
export function decodePng(bytes: Uint8Array): Promise<ImageBitmap> {
  return createImageBitmap(new Blob([bytes.slice()], { type: 'image/png' }))
}
