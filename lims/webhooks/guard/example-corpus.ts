/** Addresses that lead inside, one or more of each closed network, first and last. */
const V4 =
  `0.0.0.0 0.0.0.1 0.255.255.255 10.0.0.0 10.0.0.1 10.255.255.255 100.64.0.0 100.64.0.1 100.127.255.255 127.0.0.0
  127.0.0.1 127.0.0.2 127.1.1.1 127.255.255.255 169.254.0.0 169.254.169.254 169.254.170.2 169.254.255.255 172.16.0.0
  172.16.0.1 172.31.255.255 192.0.0.0 192.0.0.8 192.0.0.170 192.0.0.255 192.0.2.0 192.0.2.1 192.0.2.255 192.31.196.1
  192.52.193.1 192.88.99.0 192.88.99.1 192.88.99.255 192.168.0.0 192.168.0.1 192.168.255.255 192.175.48.1 198.18.0.0
  198.18.0.1 198.19.255.255 198.51.100.0 198.51.100.1 198.51.100.255 203.0.113.0 203.0.113.1 203.0.113.255 224.0.0.0
  224.0.0.1 239.255.255.255 240.0.0.0 240.0.0.1 255.255.255.254 255.255.255.255`.split(/\s+/)

const V6 =
  `:: ::1 ::2 100:: 100::1 100:0:0:1::1 64:ff9b:1::1 64:ff9b:1:ffff::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2
  2001:1::1 2001:2::1 2001:3::1 2001:4:112::1 2001:10::1 2001:20::1 2001:30::1 2001:1ff:ffff::1 2001:db8::1
  2001:db8:ffff:ffff::1 2002::1 2620:4f:8000::1 3fff::1 3fff:fff:ffff::1 4000::1 5f00::1 8000::1 fc00::1 fd00::1
  fd00:ec2::254 fdff:ffff::1 fe00::1 fe80::1 fe80::a9fe:a9fe febf::1 fec0::1 feff::1 ff00::1 ff02::1 ff05::2
  ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff`.split(/\s+/)

/** One byte of an IPv4 address after the other. */
const bytesOf = (v4: string): number[] => v4.split('.').map(Number)
const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

/** IPv4 inside IPv6: mapped, compatible, translated, NAT64, 6to4, ISATAP, Teredo. */
function wrapped(v4: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = bytesOf(v4)
  const high = `${hex(a)}${hex(b)}`
  const low = `${hex(c)}${hex(d)}`
  const turned = bytesOf(v4).map((byte) => hex(byte ^ 0xff))
  return [
    `::ffff:${v4}`,
    `::ffff:${high}:${low}`,
    `::${high}:${low}`,
    `::ffff:0:${high}:${low}`,
    `64:ff9b::${high}:${low}`,
    `2002:${high}:${low}::1`,
    `fe80::5efe:${high}:${low}`,
    `2001:0:${high}:${low}:0:0:${turned.slice(0, 2).join('')}:${turned.slice(2).join('')}`,
  ]
}

const WRAPPED = ['127.0.0.1', '10.0.0.1', '169.254.169.254', '192.168.1.1', '8.8.8.8']

/** Addresses as a resolver may answer them. */
export const addressesOf = (): string[] => [...V4, ...V6, ...WRAPPED.flatMap(wrapped)]

/** Ways to write an IPv4 address that a URL takes: octal, hexadecimal, one number, fewer parts, other digits and dots. */
function written(v4: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = bytesOf(v4)
  const whole = ((a * 256 + b) * 256 + c) * 256 + d
  const octal = (byte: number): string => `0${byte.toString(8)}`
  const fullWidth = v4.replaceAll(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
  return [
    v4,
    `${v4}.`,
    String(whole),
    `0x${whole.toString(16)}`,
    `0${whole.toString(8)}`,
    [a, b, c, d].map((byte) => `0x${hex(byte)}`).join('.'),
    [a, b, c, d].map(octal).join('.'),
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${octal(a)}.${b}.0x${hex(c)}.${d}`,
    fullWidth,
    v4.replaceAll('.', '。'),
    v4.replaceAll('.', '%2e'),
  ]
}

const WRITTEN = [
  '127.0.0.1',
  '10.0.0.1',
  '169.254.169.254',
  '192.168.0.1',
  '172.16.0.1',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
]

/** URLs that lead inside, or would lead there by http, for a listener on this port of this machine. */
export function corpusOf(port: number): string[] {
  const hosts = [
    ...WRITTEN.flatMap(written),
    ...V6.map((address) => `[${address}]`),
    ...WRAPPED.flatMap(wrapped).map((address) => `[${address}]`),
    ...[
      'localhost',
      'LOCALHOST',
      'localhost.',
      'a.localhost',
      'ｌocalhost',
      '[0:0:0:0:0:0:0:1]',
      '[::0001]',
      '[::FFFF:7F00:1]',
    ],
  ]
  const odd = [
    `http://8.8.8.8:${port}/`,
    `https://me@127.0.0.1:${port}/`,
    `https://me:secret@portal.example:${port}/`,
    `https://portal.example@127.0.0.1:${port}/`,
    `https://127.0.0.1:${port}@portal.example/`,
    `https:\\\\127.0.0.1:${port}\\`,
    `https:127.0.0.1:${port}`,
    `https:///127.0.0.1:${port}/`,
    `  https://127.0.0.1:${port}/  `,
    `https://127.0.0.1\t:${port}/`,
    `file:///etc/passwd`,
    `ftp://127.0.0.1:${port}/`,
    `gopher://127.0.0.1:${port}/_x`,
    `data:text/plain,x`,
    `javascript:alert(1)`,
    `ws://127.0.0.1:${port}/`,
    `unix:/var/run/docker.sock`,
    `//127.0.0.1:${port}/`,
    '',
    'https://',
    `https://[fe80::1%25eth0]:${port}/`,
    `https://[::1%lo]:${port}/`,
  ]
  return [...hosts.flatMap((host) => [`http://${host}:${port}/`, `https://${host}:${port}/`]), ...odd]
}
