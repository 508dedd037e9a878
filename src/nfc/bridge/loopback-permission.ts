/** Whether the browser lets this page speak to programs on its own computer (Local Network Access, Chrome 142 and later). */

export type LoopbackPermission = 'granted' | 'prompt' | 'denied' | 'notAsked'

/** Chrome 147 split the older permission in two. */
const NAMES = ['loopback-network', 'local-network-access'] as const

const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** `notAsked`: this browser knows no such permission, or the page itself comes from this computer. */
export async function readLoopbackPermission(
  permissions: Pick<Permissions, 'query'> | null = platformPermissions(),
  hostname: string = location.hostname,
): Promise<LoopbackPermission> {
  if (!permissions || LOOPBACK_HOSTS.has(hostname)) return 'notAsked'
  for (const name of NAMES) {
    try {
      const descriptor: { name: string } = { name }
      return (await permissions.query(descriptor as PermissionDescriptor)).state
    } catch (error) {
      // TypeError is the browser's word for a permission it does not know.
      if (!(error instanceof TypeError)) throw error
    }
  }
  return 'notAsked'
}

function platformPermissions(): Permissions | null {
  return 'permissions' in navigator ? navigator.permissions : null
}
