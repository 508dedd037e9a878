/** OpenSC, which others wrote, reads our card through pcscd; openssl judges what it read. */
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CardImage } from '../../domain/card-image'
import { CARD_PIN, certificateBytes, issueTestCard } from '../support/card-fixtures'
import { openCardSession, type CardSession } from '../support/pcsc/card-inserted'
import { pkcs11Module, showing, triesIn, type Show } from '../support/pcsc/opensc'
import { describePcsc } from '../support/pcsc/describe-pcsc'

/** A signature over a SHA-256 digest, as the card made it. */
const RAW = ['--sign', '--key', '1', '--pin', CARD_PIN, '--sha-256', '--pkcs1', '--raw']

describePcsc('OpenSC and our card', () => {
  let image: CardImage
  let session: CardSession
  let $: Show

  beforeAll(async () => {
    image = await issueTestCard()
    session = await openCardSession(image)
    $ = showing(session)
    await session.insert()
  })

  afterAll(() => session.end())

  const read = (name: string): Buffer => readFileSync(join(session.folder, name))
  const write = (name: string, bytes: Uint8Array): void =>
    writeFileSync(join(session.folder, name), bytes)

  async function tries(): Promise<number | null> {
    return triesIn(await $('pkcs15-tool', '--list-pins')).authentication
  }

  it('names it', async () => {
    expect((await $('opensc-tool', '--list-readers')).stdout).toMatch(/Yes\s.*Virtual PCD 00 00/)
    expect((await $('opensc-tool', '--name')).stdout.trim()).toBe('jpki')
    expect((await $('opensc-tool', '--atr')).stdout.trim()).toBe(
      '3b:88:80:01:00:00:05:e0:b3:81:a1:00:7f',
    )
  })

  it('names it by its contact ATR too, and without being told what to expect', async () => {
    await session.insert(['--atr', 'contact'])
    expect((await $('opensc-tool', '--atr')).stdout).toContain('3b:da:13:ff')
    expect((await $('opensc-tool', '--name')).stdout.trim()).toBe('jpki')
    const { stdout } = await $('env', '--unset=OPENSC_DRIVER', 'opensc-tool', '--name')
    expect(stdout.trim()).toBe('jpki')
    await session.insert()
  })

  it('finds two PINs, two keys and four certificates in it', async () => {
    const dump = await $('pkcs15-tool', '--dump')
    expect(dump.code).toBe(0)
    const labels = (kind: string): string[] =>
      [...dump.stdout.matchAll(new RegExp(`^${kind} \\[(.+)\\]$`, 'gm'))].map(
        ([, name]) => name ?? '',
      )
    expect(labels('PIN')).toEqual(['User Authentication PIN', 'Digital Signature PIN'])
    expect(labels('Private RSA Key')).toEqual(['User Authentication Key', 'Digital Signature Key'])
    expect(labels('X.509 Certificate')).toHaveLength(4)
    expect(triesIn(dump)).toEqual({ authentication: 3, signature: 5 })
  })

  it('reads the certificates that we issued, byte for byte, and openssl finds the chain whole', async () => {
    for (const [id, name] of [
      ['1', 'leaf'],
      ['3', 'ca'],
    ] as const) {
      const got = await $('pkcs15-tool', '--read-certificate', id, '--output', `${name}.pem`)
      expect(got.code).toBe(0)
      await $('openssl', 'x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`)
    }
    write('issued-leaf.der', certificateBytes(image))
    write('issued-ca.der', Buffer.from(image.caCertificate, 'base64url'))
    expect((await $('cmp', 'leaf.der', 'issued-leaf.der')).code).toBe(0)
    expect((await $('cmp', 'ca.der', 'issued-ca.der')).code).toBe(0)
    const verified = await $('openssl', 'verify', '-CAfile', 'ca.pem', 'leaf.pem')
    expect(verified.stdout.trim()).toBe('leaf.pem: OK')
    await $('openssl', 'x509', '-in', 'leaf.pem', '-noout', '-subject', '-issuer', '-dates')
  })

  it('is refused the 署名用 certificate while nobody gave its password', async () => {
    const refused = await $('pkcs15-tool', '--read-certificate', '2')
    expect(refused.code).not.toBe(0)
    expect(refused.stdout).not.toContain('BEGIN CERTIFICATE')
  })

  it('signs a challenge with the PIN, by PKCS#11 and by PKCS#15 alike, and openssl verifies it', async () => {
    const challenge = randomBytes(32)
    write('challenge.bin', challenge)
    write('digest.bin', createHash('sha256').update(challenge).digest())
    await $('openssl', 'x509', '-in', 'leaf.pem', '-pubkey', '-noout', '-out', 'public.pem')
    const login = ['--module', pkcs11Module(), '--slot-index', '0', '--login', '--pin', CARD_PIN]
    const how = ['--sign', '--id', '01', '-m', 'SHA256-RSA-PKCS']
    const signed = await $(
      'pkcs11-tool',
      ...login,
      ...how,
      '-i',
      'challenge.bin',
      '-o',
      'sig-11.bin',
    )
    expect(signed.code).toBe(0)
    const judged = ['dgst', '-sha256', '-verify', 'public.pem', '-signature']
    const verdict = await $('openssl', ...judged, 'sig-11.bin', 'challenge.bin')
    expect(verdict.stdout.trim()).toBe('Verified OK')

    expect((await $('pkcs15-crypt', ...RAW, '-i', 'digest.bin', '-o', 'sig-15.bin')).code).toBe(0)
    expect(read('sig-15.bin')).toEqual(read('sig-11.bin'))

    write('other.bin', randomBytes(32))
    const other = await $('openssl', ...judged, 'sig-11.bin', 'other.bin')
    expect(other.output).toContain('Verification failure')
  })

  it('counts the tries down and, with the right PIN, back', async () => {
    const verify = (pin: string) => $('pkcs15-tool', '--verify-pin', '--auth-id', '1', '--pin', pin)
    expect(await tries()).toBe(3)
    expect((await verify('0000')).output).toContain('PIN code or key incorrect')
    expect(await tries()).toBe(2)
    expect((await verify('1111')).output).toContain('PIN code or key incorrect')
    expect(await tries()).toBe(1)
    expect((await verify(CARD_PIN)).code).toBe(0)
    expect(await tries()).toBe(3)
  })

  it('fetches by GET RESPONSE what the card answers with 61xx', async () => {
    await session.insert(['--get-response'])
    // Only read: this driver asks for a signature with an Le that its own library takes for nothing to fetch.
    await $('pkcs15-tool', '--read-certificate', '1', '--output', 'again.pem')
    expect(read('again.pem')).toEqual(read('leaf.pem'))
  })

  it('asks again for the length that the card names with 6Cxx', async () => {
    await session.insert(['--exact-length'])
    await $('pkcs15-tool', '--read-certificate', '1', '--output', 'again.pem')
    expect(read('again.pem')).toEqual(read('leaf.pem'))
    expect((await $('pkcs15-crypt', ...RAW, '-i', 'digest.bin', '-o', 'sig.bin')).code).toBe(0)
    expect(read('sig.bin')).toEqual(read('sig-11.bin'))
  })

  it('finds no certificate of a person on a 住基カード, another card or an empty one', async () => {
    for (const flags of [['--kind', 'juki'], ['--kind', 'other'], ['--no-certificate']]) {
      await session.insert(flags)
      const got = await $('pkcs15-tool', '--read-certificate', '1')
      expect(got.code).not.toBe(0)
      expect(got.stdout).not.toContain('BEGIN CERTIFICATE')
    }
  })
})
