import { BlockList, isIP } from 'node:net'

/**
 * What nobody on the public internet has, or what leads somewhere else than it says: IANA's registries of special-purpose
 * addresses (RFC 6890 and its updates), as of 2026.
 */
const CLOSED_V4 = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // shared by the subscribers of a carrier
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local, and the metadata of clouds
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
]

/** Of IPv6 only 2000::/3 is given out at all; in it these are not what they seem. */
const GIVEN_OUT_V6 = '2000::/3'
const CLOSED_V6 = [
  '2001::/23', // protocol assignments: Teredo, ORCHID, benchmarking, AMT
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: an IPv4 address inside
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
]

export type Ground = 'public' | 'allowed' | 'closed'
export type JudgeAddress = (address: string) => Ground

const closedV4 = networks(CLOSED_V4)
const closedV6 = networks(CLOSED_V6)
const givenOutV6 = networks([GIVEN_OUT_V6])

/** Says of an address, as it is dialled, whether it may be: a name says nothing about where it leads. */
export function judgeBy(allowedNetworks: readonly string[]): JudgeAddress {
  const allowed = networks(allowedNetworks)
  return (address) => {
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6'
    // Zones belong to this machine's own links.
    if (isIP(address) === 0 || address.includes('%')) return 'closed'
    if (isIn(allowed, address, family)) return 'allowed'
    const closed = family === 'ipv4' ? closedV4.check(address) : closedFor6(address)
    return closed ? 'closed' : 'public'
  }
}

/** BlockList finds an IPv4 address inside ::ffff:0:0/96 by the rules for IPv4: such a form is never asked that way. */
function closedFor6(address: string): boolean {
  return !givenOutV6.check(address, 'ipv6') || closedV6.check(address, 'ipv6')
}

const MAPPED = networks(['::ffff:0:0/96'])

/** A mapped form is another way to write an address: whoever allows the address has not said that they expect this. */
function isIn(list: BlockList, address: string, family: 'ipv4' | 'ipv6'): boolean {
  return list.check(address, family) && (family === 'ipv4' || !MAPPED.check(address, 'ipv6'))
}

function networks(cidrs: readonly string[]): BlockList {
  const list = new BlockList()
  for (const cidr of cidrs) {
    const [address = '', bits = ''] = cidr.split('/')
    const family = isIP(address)
    if (family === 0 || Number(bits) > (family === 4 ? 32 : 128)) {
      throw new Error(`ILS_WEBHOOK_ALLOWED_NETWORKS: ${cidr} is not a network such as 10.1.0.0/16`)
    }
    list.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}
