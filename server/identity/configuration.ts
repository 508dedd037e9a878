/** How the gateway is known to デジタル認証アプリ, and where that is (docs/adr/0019). */
import type { Mode } from '../../api/wire'
import { StartError } from '../start-error'

export interface DigitalIdentityOptions {
  /** The provider's discovery document; the issuer is what it says there. */
  discovery: URL
  clientId: string
  /** Signs the client assertions (`private_key_jwt`); its public half is registered with the provider. */
  key: { key: CryptoKey; kid: string }
  /** `https://host` at which the patients' phones reach this gateway; the callback is registered under it. */
  redirectBase: string
  fetch?: typeof fetch
}

const WELL_KNOWN = '/.well-known/openid-configuration'

/**
 * Whether the addresses may be used in that mode: `https:`, except on this very machine in training.
 * @throws StartError with one sentence, which repeats no value
 */
export function checkDigitalIdentity(options: DigitalIdentityOptions, mode: Mode): void {
  const { discovery, redirectBase } = options
  if (!discovery.pathname.endsWith(WELL_KNOWN) || discovery.search !== '') {
    throw new StartError(`digitalIdentity.discovery must be an address that ends in ${WELL_KNOWN}.`)
  }
  if (!URL.canParse(redirectBase) || new URL(redirectBase).origin !== redirectBase) {
    throw new StartError('digitalIdentity.redirectBase must be an origin such as https://host.')
  }
  checkAddress('discovery', discovery, mode)
  checkAddress('redirectBase', new URL(redirectBase), mode)
}

function checkAddress(name: string, url: URL, mode: Mode): void {
  const isSafe = url.protocol === 'https:' || (mode === 'training' && isThisMachine(url))
  if (!isSafe || url.username !== '' || url.password !== '' || url.hash !== '') {
    throw new StartError(
      `digitalIdentity.${name} must be https, without user, password or fragment.`,
    )
  }
}

/** Plain http, which only a provider played on this machine may have. */
export function isThisMachine(url: URL): boolean {
  return url.protocol === 'http:' && (url.hostname === '127.0.0.1' || url.hostname === 'localhost')
}
