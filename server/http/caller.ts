/** Who calls, for limits of guesses: an address, of which the log has nothing. */
import { isIP } from 'node:net'
import { addressList } from './address-list'

export type FindCaller = (remote: string | undefined, forwardedFor: string | undefined) => string

const UNKNOWN = 'unknown'
/** IPv4 on a socket of IPv6 (RFC 4291 §2.5.5.2). */
const MAPPED = /^::ffff:(?=\d+\.)/i

/**
 * Anybody can write `X-Forwarded-For`: it is read from its end, as far as the addresses are proxies of the facility's own, and the
 * first that is none is who calls.
 * @param proxies addresses or ranges. @throws RangeError for what is neither
 */
export function findCallerBehind(proxies: readonly string[]): FindCaller {
  const isProxy = addressList(proxies)
  return (remote, forwardedFor) => {
    let caller = plain(remote ?? UNKNOWN)
    const before = (forwardedFor ?? '').split(',').reverse()
    for (const each of before) {
      const address = plain(each)
      // What is no address was not written by a proxy that is known.
      if (!isProxy(caller) || isIP(address) === 0) break
      caller = address
    }
    return caller
  }
}

function plain(address: string): string {
  return address.trim().replace(MAPPED, '')
}
