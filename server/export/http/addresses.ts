/**
 * Where a request may go. An address that a facility, or somebody who got at its settings, typed must not make the
 * gateway knock at what stands beside it (SSRF): only public addresses, and of others those that were named.
 */
import { lookup as lookupOfSystem, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { addressList } from '../../http/address-list'

/** IANA's special-purpose registries: nothing in them is another's server on the internet. */
const SPECIAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
] as const
/** `::/96` and `64:ff9b::/96` carry an IPv4 address, `2002::/16` and `2001::/32` do so in another form. */
const SPECIAL_IPV6 = [
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
] as const

const isSpecial = addressList([...SPECIAL_IPV4, ...SPECIAL_IPV6])

/** True for an address that may be spoken to: public, or in one of the ranges that were named. */
export type AddressRule = (address: string) => boolean

/**
 * @param named addresses (`192.168.1.20`) or ranges (`10.1.0.0/16`) beside the public ones
 * @throws RangeError for what is neither
 */
export function addressRule(named: readonly string[] = []): AddressRule {
  const isNamed = addressList(named)
  return (address) => isIP(address) !== 0 && (isNamed(address) || !isSpecial(address))
}

/** Thrown, or given to the connection, where an address is not allowed. It names no address: it may be a setting's. */
export class RefusedAddress extends Error {
  override readonly name = 'RefusedAddress'
}

/**
 * A look-up that gives only what the rule allows. It is the connection's own, so that no second answer of a name server
 * (DNS rebinding) can put another address in its place. One address that is not allowed refuses the name.
 */
export function checkedLookup(rule: AddressRule, lookup = lookupOfSystem): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error) {
        callback(error, '', 0)
        return
      }
      const [first] = found
      if (first === undefined || !found.every(({ address }) => rule(address))) {
        callback(new RefusedAddress('address not allowed'), '', 0)
        return
      }
      if (options.all === true) callback(null, found)
      else callback(null, first.address, first.family)
    })
  }
}
