/** One picture through the decoder: knows no worker, so it runs wherever the decoder does. */
import { failed, ok, type Result } from '../../../domain/outcome'
import { readPhotoHeader } from './jp2'

/** Grey, eight bits a pixel, row by row. Zero `grey` when the screen goes. */
export interface PhotoPixels {
  width: number
  height: number
  grey: Uint8ClampedArray<ArrayBuffer>
}

/** What is used of OpenJPEG's WebAssembly build. */
export interface PhotoCodec {
  J2KDecoder: new () => {
    getEncodedBuffer(length: number): Uint8Array
    decode(): void
    getFrameInfo(): {
      width: number
      height: number
      bitsPerSample: number
      componentCount: number
      isSigned: boolean
    }
    getDecodedBuffer(): Uint8Array
  }
}

/** `TZ-C33` for whatever is no picture within the bounds of `readPhotoHeader`; never throws on any bytes. */
export function decodeWith(codec: PhotoCodec, bytes: Uint8Array): Result<PhotoPixels> {
  const header = readPhotoHeader(bytes)
  if (!header.ok) return header
  const { width, height, components } = header.value
  const decoder = new codec.J2KDecoder()
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes)
    decoder.decode()
    const frame = decoder.getFrameInfo()
    const isAnnounced =
      frame.width === width &&
      frame.height === height &&
      frame.componentCount === components &&
      frame.bitsPerSample === 8 &&
      !frame.isSigned
    const samples = decoder.getDecodedBuffer()
    if (!isAnnounced || samples.length !== width * height * components) return failed('TZ-C33')
    const grey = toGrey(samples, components)
    // The decoder's own memory is let go, not cleared: nothing of the face is to stay there.
    samples.fill(0)
    return ok({ width, height, grey })
  } catch {
    // What the decoder throws (numbers, aborts, faults of memory) all mean the same: not a picture it can read.
    return failed('TZ-C33')
  }
}

/** ITU-R BT.601 luma of colour; a copy of grey. */
function toGrey(samples: Uint8Array, components: 1 | 3): Uint8ClampedArray<ArrayBuffer> {
  if (components === 1) return new Uint8ClampedArray(samples)
  return Uint8ClampedArray.from({ length: samples.length / 3 }, (_, index) => {
    const [red = 0, green = 0, blue = 0] = samples.subarray(index * 3, index * 3 + 3)
    return 0.299 * red + 0.587 * green + 0.114 * blue
  })
}
