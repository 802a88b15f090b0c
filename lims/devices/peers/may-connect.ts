import { BlockList, isIP } from 'node:net'

/** What is wrong with an address or network, in a clause. */
export function faultOfPeer(peer: string): string | undefined {
  const [address = '', bits, ...more] = peer.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return `${peer} is neither an address nor a network as 10.0.7.0/24`
  const most = version === 4 ? 32 : 128
  if (bits !== undefined && Number(bits) > most) return `${peer} has more than ${most} bits`
  return undefined
}

/** Who may connect to a line: its peers, or nobody but this computer. */
export function mayConnect(peers: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const peer of peers.length === 0 ? ['127.0.0.0/8', '::1'] : peers) {
    const [address = '', bits] = peer.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return (address) => {
    const plain = plainAddress(address)
    const version = isIP(plain)
    return version !== 0 && list.check(plain, version === 6 ? 'ipv6' : 'ipv4')
  }
}

/** A socket for both versions writes `::ffff:10.0.7.3` for 10.0.7.3. */
export const plainAddress = (address: string): string =>
  /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address.replace(/%.*$/, '')
