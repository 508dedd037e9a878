import { BlockList, isIP } from 'node:net'

/** Whether an address is one of those that were listed; false for what is no address. */
export type IsListed = (address: string) => boolean

/**
 * @param ranges addresses (`192.168.1.20`) or ranges (`10.1.0.0/16`, `fd00::/8`)
 * @throws RangeError for what is neither
 */
export function addressList(ranges: readonly string[]): IsListed {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', bits, ...others] = range.split('/')
    const kind = isIP(address)
    if (kind === 0 || others.length > 0) throw new RangeError('not an address or a range')
    const whole = kind === 6 ? 128 : 32
    const prefix = bits === undefined ? whole : Number(bits)
    if (!Number.isInteger(prefix) || prefix < 0 || prefix > whole || bits === '') {
      throw new RangeError('not a range')
    }
    list.addSubnet(address, prefix, familyOf(kind))
  }
  return (address) => {
    const kind = isIP(address)
    return kind !== 0 && list.check(address, familyOf(kind))
  }
}

/** Whether a list can be made of them: each is an address or a range. */
export function areAddresses(ranges: readonly string[]): boolean {
  try {
    addressList(ranges)
    return true
  } catch {
    // Nothing of it is kept: whoever asks says what was expected.
    return false
  }
}

function familyOf(kind: number): 'ipv4' | 'ipv6' {
  return kind === 6 ? 'ipv6' : 'ipv4'
}
