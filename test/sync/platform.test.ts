import { describe, expect, it, vi } from 'vitest'
import { requestBackgroundSync, SYNC_TAG } from '../../src/sync/background-sync'
import { createAnnouncer } from '../../src/sync/broadcast'
import { createPasskey, usePasskey } from '../../src/sync/passkey'
import { askToPersist, readStorageState } from '../../src/sync/storage'

const HANAKO = { id: 's1', name: '看護 花子' }
const PRF = new Uint8Array(32).fill(7)

function credentialsWith(results: unknown, rawId = new Uint8Array([1, 2, 3])) {
  const credential = {
    rawId: rawId.buffer,
    getClientExtensionResults: () => results,
  } as unknown as Credential
  return {
    create: vi.fn(() => Promise.resolve<Credential | null>(credential)),
    get: vi.fn(() => Promise.resolve<Credential | null>(credential)),
    preventSilentAccess: () => Promise.resolve(),
    store: () => Promise.resolve(),
  } as unknown as CredentialsContainer & {
    create: ReturnType<typeof vi.fn>
    get: ReturnType<typeof vi.fn>
  }
}

describe('a passkey', () => {
  it('gives the 32 bytes of PRF with what must be stored to ask for them again', async () => {
    const credentials = credentialsWith({ prf: { enabled: true, results: { first: PRF.buffer } } })
    const made = await createPasskey(HANAKO, credentials)
    expect(made).toMatchObject({ ok: true, value: { kind: 'passkey', prf: PRF } })
    expect(made.ok && made.value.credentialId).toEqual(new Uint8Array([1, 2, 3]))
    expect(made.ok && made.value.prfSalt).toHaveLength(32)
  })

  it('is asked once more where the authenticator gives the bytes on use only', async () => {
    const credentials = credentialsWith({ prf: { enabled: true } })
    credentials.get.mockResolvedValueOnce({
      getClientExtensionResults: () => ({ prf: { results: { first: PRF } } }),
    })
    expect(await createPasskey(HANAKO, credentials)).toMatchObject({
      ok: true,
      value: { prf: PRF },
    })
  })

  it('requires that the person is verified, with the salt of this person', async () => {
    const credentials = credentialsWith({ prf: { results: { first: PRF.buffer } } })
    const method = {
      kind: 'passkey',
      credentialId: new Uint8Array([9]),
      prfSalt: new Uint8Array(32).fill(3),
    } as const
    expect(await usePasskey(method, credentials)).toEqual({ ok: true, value: PRF })
    expect(credentials.get.mock.calls[0]?.[0]).toMatchObject({
      publicKey: {
        userVerification: 'required',
        allowCredentials: [{ id: new Uint8Array([9]) }],
        extensions: { prf: { eval: { first: method.prfSalt } } },
      },
    })
  })

  const useless: [string, unknown][] = [
    ['has no PRF', { prf: { enabled: false } }],
    ['knows nothing of PRF', {}],
    ['gives too few bytes', { prf: { results: { first: new Uint8Array(16).buffer } } }],
  ]
  it.each(useless)('that %s is TZ-D14: a passcode is offered', async (_, results) => {
    expect(await createPasskey(HANAKO, credentialsWith(results))).toEqual({
      ok: false,
      code: 'TZ-D14',
    })
  })

  it('that is refused or does not come is TZ-D14, a bug is a bug', async () => {
    const credentials = credentialsWith({})
    credentials.create.mockRejectedValueOnce(new DOMException('no', 'NotAllowedError'))
    expect(await createPasskey(HANAKO, credentials)).toEqual({ ok: false, code: 'TZ-D14' })
    credentials.create.mockResolvedValueOnce(null)
    expect(await createPasskey(HANAKO, credentials)).toEqual({ ok: false, code: 'TZ-D14' })
    expect(await createPasskey(HANAKO, null)).toEqual({ ok: false, code: 'TZ-D14' })
    credentials.create.mockRejectedValueOnce(new RangeError('bug'))
    await expect(createPasskey(HANAKO, credentials)).rejects.toThrow(RangeError)
  })
})

describe('storage', () => {
  it('asks to be kept only where it is not kept already', async () => {
    const persist = vi.fn(() => Promise.resolve(true))
    expect(await askToPersist({ persisted: () => Promise.resolve(true), persist })).toBe(true)
    expect(persist).not.toHaveBeenCalled()
    expect(await askToPersist({ persisted: () => Promise.resolve(false), persist })).toBe(true)
    expect(persist).toHaveBeenCalledTimes(1)
  })

  it('says what the browser says, and nothing where it says nothing', async () => {
    expect(await askToPersist({})).toBeNull()
    expect(await readStorageState({})).toEqual({
      isPersistent: null,
      usedBytes: null,
      quotaBytes: null,
    })
    expect(
      await readStorageState({
        persisted: () => Promise.resolve(false),
        estimate: () => Promise.resolve({ usage: 5, quota: 100 }),
      }),
    ).toEqual({ isPersistent: false, usedBytes: 5, quotaBytes: 100 })
  })
})

describe('background sync', () => {
  it('is asked for by its tag where the browser has it', async () => {
    const register = vi.fn(() => Promise.resolve())
    expect(await requestBackgroundSync({ sync: { register } })).toBe(true)
    expect(register).toHaveBeenCalledWith(SYNC_TAG)
  })

  it('is done without where there is none or it is not allowed', async () => {
    const register = (): Promise<void> => Promise.reject(new DOMException('no', 'NotAllowedError'))
    expect(await requestBackgroundSync({ sync: { register } })).toBe(false)
    expect(await requestBackgroundSync({})).toBe(false)
    expect(await requestBackgroundSync(undefined)).toBe(false)
  })

  it('lets a bug through', async () => {
    const register = (): Promise<void> => Promise.reject(new RangeError('bug'))
    await expect(requestBackgroundSync({ sync: { register } })).rejects.toThrow(RangeError)
  })
})

describe('the other tabs', () => {
  it('hear that something moved, until they leave, and only what is ours', async () => {
    const [one, other] = [createAnnouncer(), createAnnouncer()]
    const heard: string[] = []
    const leave = other.subscribe((kind) => heard.push(kind))
    const stranger = new BroadcastChannel('tazune')
    stranger.postMessage({ kind: 'nonsense' })
    stranger.postMessage('x')
    one.announce('changed')
    one.announce('locked')
    await vi.waitFor(() => expect(heard).toEqual(['changed', 'locked']))
    leave()
    for (const channel of [one, other, stranger]) channel.close()
  })

  it('are done without where there is no channel', () => {
    const alone = createAnnouncer(null)
    const heard: string[] = []
    const leave = alone.subscribe((kind) => heard.push(kind))
    expect(() => alone.announce('changed')).not.toThrow()
    leave()
    alone.close()
    expect(heard).toEqual([])
  })
})
