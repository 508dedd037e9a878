/** The worker that decodes one photo and is then ended: its memory, and the face in it, go with it. */
import createCodec from '@cornerstonejs/codec-openjpeg/decodewasmjs'
import codecFile from '@cornerstonejs/codec-openjpeg/decodewasm?url'
import { failed, type Result } from '../../../domain/outcome'
import { decodeWith, type PhotoPixels } from './decode-core'

const silent = (): void => undefined

addEventListener('message', (event: MessageEvent<Uint8Array>) => void answer(event.data))

async function answer(bytes: Uint8Array): Promise<void> {
  const result = await decode(bytes)
  postMessage(result, { transfer: result.ok ? [result.value.grey.buffer] : [] })
}

async function decode(bytes: Uint8Array): Promise<Result<PhotoPixels>> {
  try {
    const codec = await createCodec({
      locateFile: () => codecFile,
      print: silent,
      printErr: silent,
    })
    return decodeWith(codec, bytes)
  } catch {
    // The decoder could not be loaded or started; a rejection in a worker would reach nobody.
    return failed('TZ-C33')
  }
}
