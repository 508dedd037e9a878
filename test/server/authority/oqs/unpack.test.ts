import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import { CodecFault } from '../../../../server/authority/oqs/codec/fault'
import { pack, unpack } from '../../../../server/authority/oqs/codec/unpack'

const XML = Buffer.from('<XmlMsg>みほん</XmlMsg>')

async function zip(
  entries: readonly (readonly [string, Uint8Array])[],
  options: { password?: string; zipCrypto?: boolean } = {},
): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter())
  for (const [name, bytes] of entries) await writer.add(name, new Uint8ArrayReader(bytes), options)
  return writer.close()
}

describe('what a result file holds', () => {
  it('is the file itself', async () => {
    expect(Buffer.from(await unpack(XML, null)).equals(XML)).toBe(true)
  })

  it('is the one XML file of an archive, whatever it is called there', async () => {
    for (const name of ['OQSsiquc01res_1.xml', 'a/b/c.XML', 'みほん.xml']) {
      expect(Buffer.from(await unpack(await zip([[name, XML]]), null)).equals(XML)).toBe(true)
    }
  })

  it.each(['../../etc/x.xml', '/etc/x.xml'])('is refused under a name such as %s', async (name) => {
    await expect(unpack(await zip([[name, XML]]), null)).rejects.toMatchObject({ kind: 'zip' })
  })

  it('may stand beside other files in it', async () => {
    const archive = await zip([
      ['readme.txt', Buffer.from('x')],
      ['a.xml', XML],
    ])
    expect(Buffer.from(await unpack(archive, null)).equals(XML)).toBe(true)
  })

  it.each([
    ['AES', {}],
    ['the older encryption', { zipCrypto: true }],
  ])('comes out of %s by the password', async (_, options) => {
    const archive = await zip([['a.xml', XML]], { password: 'himitsu', ...options })
    expect(Buffer.from(await unpack(archive, 'himitsu')).equals(XML)).toBe(true)
    await expect(unpack(archive, null)).rejects.toMatchObject({ kind: 'password' })
    await expect(unpack(archive, 'chigau')).rejects.toMatchObject({ kind: 'password' })
  })

  it('goes the other way in an archive of our own', async () => {
    const archive = await pack('OQSsiquc01req_1.xml', XML, 'himitsu')
    expect(Buffer.from(archive).includes(XML)).toBe(false)
    expect(Buffer.from(await unpack(archive, 'himitsu')).equals(XML)).toBe(true)
  })

  it('is not guessed among several', async () => {
    const archive = await zip([
      ['a.xml', XML],
      ['b.xml', XML],
    ])
    await expect(unpack(archive, null)).rejects.toMatchObject({ kind: 'zip' })
  })

  it('is not looked for among many', async () => {
    const many = Array.from({ length: 9 }, (_, index) => [`${index}.txt`, XML] as const)
    await expect(unpack(await zip(many), null)).rejects.toMatchObject({ kind: 'tooLarge' })
  })

  it('is refused when it grows out of all proportion', async () => {
    const bomb = await zip([['a.xml', Buffer.alloc(8 * 2 ** 20, 0x20)]])
    expect(bomb.length).toBeLessThan(20_000)
    await expect(unpack(bomb, null)).rejects.toMatchObject({ kind: 'tooLarge' })
  })

  it('is refused beyond the limits', async () => {
    const limits = { packed: 1_000, unpacked: 100 }
    await expect(unpack(Buffer.alloc(1_001), null, limits)).rejects.toMatchObject({
      kind: 'tooLarge',
    })
    await expect(unpack(Buffer.alloc(101), null, limits)).rejects.toMatchObject({
      kind: 'tooLarge',
    })
  })

  it('is refused when the archive is damaged anywhere, or is what it was', async () => {
    const archive = await zip([['a.xml', XML]], { password: 'himitsu' })
    for (let at = 0; at < archive.length; at += 1) {
      const damaged = Uint8Array.from(archive)
      damaged[at] = (damaged[at] ?? 0) ^ 0xff
      const outcome = await unpack(damaged, 'himitsu').then(
        (bytes) => (Buffer.from(bytes).equals(XML) ? 'same' : isRaw(bytes, damaged)),
        (cause: unknown) => (cause instanceof CodecFault ? 'refused' : cause),
      )
      expect(['same', 'raw', 'refused'], `byte ${at}`).toContain(outcome)
    }
  })

  it('is refused when half the archive is there', async () => {
    const archive = await zip([['a.xml', XML]])
    await expect(unpack(archive.slice(0, archive.length / 2), null)).rejects.toBeInstanceOf(
      CodecFault,
    )
  })
})

/** Without its first two bytes it is no archive any more, and is left to the reader of XML. */
function isRaw(bytes: Uint8Array, file: Uint8Array): string {
  return Buffer.from(bytes).equals(Buffer.from(file)) ? 'raw' : 'other'
}
