/** Good inputs, made anew for each run: no key or certificate lies in the repository. */
import { encodeBasicFour } from '../../../src/nfc/emulator/content'
import { createCa, ecKeyPair, issueLeaf } from '../../../test/support/pki'

export interface Samples {
  /** DER. */
  certificates: readonly Uint8Array[]
  /** DER of the CA that issued them. */
  ca: Uint8Array
  basicFour: Uint8Array
  commonRecord: Uint8Array
}

export async function makeSamples(): Promise<Samples> {
  const ca = await createCa('JPKI-EMU')
  return {
    ca: ca.certificate,
    certificates: [
      await issueLeaf(ca, { organization: 'JPKI-EMU' }),
      await issueLeaf(ca, { keys: await ecKeyPair() }),
    ],
    basicFour: encodeBasicFour({
      name: '訓練　一郎',
      address: '東京都新宿区架空町一丁目２番３号',
      birthdate: '1980-02-17',
      sex: '1',
    }),
    commonRecord: ofHex(`011C${Buffer.from('1234567890123451310420300217').toString('hex')}`),
  }
}

/** Bytes of a hex text; blanks allowed. */
export function ofHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
}

/** A promise of the parser about its result. */
export function expect(isKept: boolean, otherwise: string): void {
  if (!isKept) throw new Error(otherwise)
}
