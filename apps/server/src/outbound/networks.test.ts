import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mayConnect, mayReachHost, type Networks, parseNetworks } from './networks.ts'

const networksOf = (text: string): Networks => {
  const parsed = parseNetworks(text)
  if (!parsed.ok) throw new Error(parsed.error.text)
  return parsed.value
}

test.each([
  ['8.8.8.8', 'public'],
  ['172.32.0.1', 'public'],
  ['2606:4700:4700::1111', 'public'],
  ['::ffff:8.8.8.8', 'public'],
  ['64:ff9b::808:808', 'public'],
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['::1', 'loopback'],
  ['0.0.0.0', 'unspecified'],
  ['0.1.2.3', 'this network'],
  ['::', 'unspecified'],
  ['10.0.0.1', 'private'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.1.1', 'private'],
  ['100.64.0.1', 'shared by customers of a provider'],
  ['100.100.100.200', 'metadata'],
  ['169.254.169.254', 'metadata, link-local'],
  ['168.63.129.16', 'metadata'],
  ['192.0.0.192', 'metadata'],
  ['fd00:ec2::254', 'metadata, unique-local'],
  ['fe80::1', 'link-local'],
  ['fe80::1%eth0', 'link-local with its zone'],
  ['fec0::1', 'site-local'],
  ['fc00::1', 'unique-local'],
  ['224.0.0.1', 'multicast'],
  ['ff02::1', 'multicast'],
  ['255.255.255.255', 'broadcast'],
  ['240.0.0.1', 'reserved'],
  ['198.18.0.1', 'benchmarking'],
  ['203.0.113.5', 'documentation'],
  ['2001:db8::1', 'documentation'],
  ['::ffff:127.0.0.1', 'IPv4-mapped'],
  ['::ffff:7f00:1', 'IPv4-mapped'],
  ['::ffff:0:127.0.0.1', 'IPv4-translated'],
  ['::127.0.0.1', 'IPv4-compatible'],
  ['::a00:1', 'IPv4-compatible'],
  ['2002:7f00:1::', '6to4'],
  ['2002:808:808::', '6to4'],
  ['64:ff9b::7f00:1', 'NAT64'],
  ['64:ff9b::a9fe:a9fe', 'NAT64'],
  ['64:ff9b:1::808:808', 'NAT64 of a site'],
  ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'Teredo'],
  ['localhost', 'no address'],
  ['', 'no address'],
])('U1: %s (%s)', (address, kind) => {
  expect(mayConnect(address, [])).toBe(kind === 'public')
})

test.each([
  { allowed: '10.0.0.0/8', address: '10.1.2.3', may: true },
  { allowed: '10.0.0.0/8', address: '11.0.0.1', may: true },
  { allowed: '10.0.0.0/8', address: '192.168.0.1', may: false },
  { allowed: '10.0.0.0/8', address: '::ffff:10.1.2.3', may: true },
  { allowed: '10.0.0.0/8', address: '64:ff9b::a01:203', may: true },
  { allowed: '10.0.0.0/8', address: '2002:a01:203::', may: false },
  { allowed: '2002:a01:203::/48', address: '2002:a01:203::', may: true },
  { allowed: '10.0.0.0/8, ::1', address: '::1', may: true },
  { allowed: '::1', address: '127.0.0.1', may: false },
  { allowed: '127.0.0.1', address: '127.0.0.1', may: true },
  { allowed: '127.0.0.1', address: '127.0.0.2', may: false },
  { allowed: '', address: '127.0.0.1', may: false },
])('U1: with $allowed allowed, $address: $may', ({ allowed, address, may }) => {
  expect(mayConnect(address, networksOf(allowed))).toBe(may)
})

test('U1: allowing a network opens nothing beside it', async () => {
  const octet = () => fc.integer({ min: 0, max: 255 })
  await fc.assert(
    fc.property(octet(), octet(), octet(), octet(), fc.integer({ min: 0, max: 32 }), (a, b, c, d, length) => {
      const bits = (text: string) =>
        text
          .split('.')
          .reduce((all, part) => all + Number(part).toString(2).padStart(8, '0'), '')
          .slice(0, length)
      const address = `${a}.${b}.${c}.${d}`
      const isInside = bits(address) === bits('192.168.4.0')
      expect(mayConnect(address, networksOf(`192.168.4.0/${length}`))).toBe(isInside || mayConnect(address, []))
    }),
  )
})

test.each([
  '10',
  '10.0',
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0.0/x',
  '0x7f.0.0.1',
  'all',
  '*',
  '::1/129',
  '10.0.0.0/8/8',
])('U1: %s is no network', (text) => {
  expect(parseNetworks(`127.0.0.1, ${text}`)).toEqual({ ok: false, error: { kind: 'not-a-network', text } })
})

test.each([
  ['10.0.0.4', true],
  ['192.168.1.1', true],
  ['127.0.0.1', true],
  ['::1', true],
  ['fd12::1', true],
  ['100.64.0.1', true],
  ['8.8.8.8', true],
  ['2606:4700:4700::1111', true],
  ['169.254.169.254', false],
  ['::ffff:169.254.169.254', false],
  ['64:ff9b::a9fe:a9fe', false],
  ['168.63.129.16', false],
  ['100.100.100.200', false],
  ['fd00:ec2::254', false],
  ['fe80::1', false],
  ['0.0.0.0', false],
  ['::', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['a name', false],
])('U1: a host at %s may be signed in on: %s', (address, may) => expect(mayReachHost(address)).toBe(may))
