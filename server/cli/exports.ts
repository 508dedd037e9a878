/** Destinations of the facilities and what their secrets stand for, as the gateway is given them. */
import { createHash } from 'node:crypto'
import type { FacilityConfig } from '../config/facilities'
import type { Secrets, SecretUse, SecretValues } from '../config/secrets'
import type { ExportOptions, Receiver } from '../export/join'

/** A secret is read when its destination is first delivered to: another one counts from the next start. */
export function exportsOf(
  facilities: readonly FacilityConfig[],
  secrets: Secrets,
  openFiles: ExportOptions['openFiles'],
): ExportOptions {
  const all = facilities.map(
    ({ id, institutionCode, destinations }) =>
      [id, { institutionCode: institutionCode ?? null, destinations: destinations ?? [] }] as const,
  )
  const receivers = new Map<string, Receiver>()
  for (const [facilityId, { destinations }] of all) {
    for (const to of destinations) {
      const token = to.kind === 'webhook' && to.token !== undefined ? to.token : null
      const secret = token === null ? null : secrets.find('token', token)
      if (secret !== null) receivers.set(digest(secret), { facilityId, destination: to.id })
    }
  }

  /** @throws Error when it was taken away since the start */
  const find = <U extends SecretUse>(use: U, name: string): Promise<SecretValues[U]> => {
    const found = secrets.find(use, name)
    return found === null
      ? Promise.reject(new Error('a secret that a destination names is gone'))
      : Promise.resolve(found)
  }
  return {
    facilities: new Map(all),
    openFiles,
    secrets: {
      password: (name) => find('password', name),
      signingKey: (name) => find('signingKey', name),
      clientCertificate: (name) => find('clientCertificate', name),
    },
    // Looked up by digest: how long it takes tells nothing of a token.
    receiver: (token) => receivers.get(digest(token)) ?? null,
  }
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
