import { describe, expect, it } from 'vitest'
import { readLoopbackPermission } from '../../../src/nfc/bridge/loopback-permission'

const HOST = 'app.example'

/** A browser that knows these permissions only. */
function browser(known: Partial<Record<string, PermissionState>>) {
  const asked: string[] = []
  const query = ({ name }: { name: string }): Promise<PermissionStatus> => {
    asked.push(name)
    const state = known[name]
    if (state === undefined) return Promise.reject(new TypeError(name))
    return Promise.resolve({ state } as PermissionStatus)
  }
  return { asked, permissions: { query } as Pick<Permissions, 'query'> }
}

describe('the permission to speak to this computer', () => {
  it.each(['granted', 'prompt', 'denied'] as const)(
    'is what the browser says: %s',
    async (state) => {
      const { permissions } = browser({
        'loopback-network': state,
        'local-network-access': 'denied',
      })
      expect(await readLoopbackPermission(permissions, HOST)).toBe(state)
    },
  )

  it('had one name with the home network’s before', async () => {
    const { permissions, asked } = browser({ 'local-network-access': 'denied' })
    expect(await readLoopbackPermission(permissions, HOST)).toBe('denied')
    expect(asked).toEqual(['loopback-network', 'local-network-access'])
  })

  it('is not asked by a browser that knows neither name, or no permissions', async () => {
    expect(await readLoopbackPermission(browser({}).permissions, HOST)).toBe('notAsked')
    expect(await readLoopbackPermission(null, HOST)).toBe('notAsked')
  })

  it.each(['127.0.0.1', 'localhost', '[::1]'])('is not asked of a page from %s', async (host) => {
    const { permissions, asked } = browser({ 'loopback-network': 'denied' })
    expect(await readLoopbackPermission(permissions, host)).toBe('notAsked')
    expect(asked).toEqual([])
  })

  it('hides no other fault of the browser', async () => {
    const fault = new DOMException('', 'InvalidStateError')
    const permissions = { query: () => Promise.reject(fault) }
    await expect(readLoopbackPermission(permissions, HOST)).rejects.toBe(fault)
  })
})
