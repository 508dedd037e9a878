/** The package brings no types; only what is used. */
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  import type { PhotoCodec } from './decode-core'

  export default function createCodec(options: {
    locateFile: () => string
    print: () => void
    printErr: () => void
  }): Promise<PhotoCodec>
}
