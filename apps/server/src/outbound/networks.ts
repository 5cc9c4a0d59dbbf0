import { err, ok, type Result } from '@flotilla/kit'
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Network = readonly [start: Address, prefixLength: number]
/** Networks that this server may call although they are not public. */
export type Networks = readonly Network[]

/** Public by its number, and yet the door to the secrets of a virtual machine in Azure. */
const METADATA = new Set(['168.63.129.16'])
/** All that is given out of IPv6; what lies outside of it holds IPv4 addresses in old forms, among others. */
const GIVEN_OUT: Network = ipaddr.parseCIDR('2000::/3')

/** Reads networks such as `10.0.0.0/8, ::1`; a single address is a network of one. */
export function parseNetworks(
  text: string,
): Result<Networks, { readonly kind: 'not-a-network'; readonly text: string }> {
  const networks: Network[] = []
  for (const part of text.split(',').map((each) => each.trim())) {
    if (part === '') continue
    const network = parseNetwork(part)
    if (!network) return err({ kind: 'not-a-network', text: part })
    networks.push(network)
  }
  return ok(networks)
}

function parseNetwork(text: string): Network | undefined {
  // Short spellings such as `10.1` mean different things to different programs.
  const isAddress = (part: string) => ipaddr.IPv4.isValidFourPartDecimal(part) || ipaddr.IPv6.isValid(part)
  const [start = '', length] = text.split('/')
  if (!isAddress(start)) return undefined
  if (length === undefined) return [ipaddr.parse(start), start.includes(':') ? 128 : 32]
  return ipaddr.isValidCIDR(text) ? ipaddr.parseCIDR(text) : undefined
}

/**
 * Whether this server may open a connection to an address: a public one, or one in a network that was allowed.
 *
 * Shape: `address` as a look-up answers it, four decimal numbers or IPv6. Source: reliability reference U1.
 */
export function mayConnect(address: string, allowed: Networks): boolean {
  if (!ipaddr.isValid(address)) return false
  const forms = formsOf(ipaddr.parse(address))
  if (forms.some((form) => allowed.some(([start, length]) => isIn(form, start, length)))) return true
  return isPublic(forms.at(-1)!)
}

const isIn = (address: Address, start: Address, length: number): boolean =>
  address.kind() === start.kind() && address.match(start, length)

/** The address, and the IPv4 address in it to which mapping and NAT64 lead; other forms of IPv4 in IPv6 are never public. */
function formsOf(address: Address): readonly Address[] {
  if (address instanceof ipaddr.IPv4) return [address]
  const leadsOn = address.range() === 'ipv4Mapped' || address.match(ipaddr.parseCIDR('64:ff9b::/96'))
  return leadsOn ? [address, new ipaddr.IPv4(address.toByteArray().slice(12))] : [address]
}

function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false
  return address instanceof ipaddr.IPv4 ? !METADATA.has(address.toString()) : isIn(address, ...GIVEN_OUT)
}

/** Where clouds tell the secrets of a virtual machine to whoever asks from it. */
const METADATA_NETWORKS: Networks = [
  '168.63.129.16/32',
  '100.100.100.200/32',
  '192.0.0.192/32',
  'fd00:ec2::254/128',
].map((text) => ipaddr.parseCIDR(text))
const HOST_RANGES = new Set(['unicast', 'private', 'loopback', 'uniqueLocal', 'carrierGradeNat'])

/**
 * Whether this server may sign in on a host at an address. Deployment targets lie in private networks, or beside the server, so
 * these are open to whoever may change machines; what is no host of anybody's is not. Source: reliability reference U1.
 */
export function mayReachHost(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const reached = formsOf(ipaddr.parse(address)).at(-1)!
  return HOST_RANGES.has(reached.range()) && !METADATA_NETWORKS.some(([start, length]) => isIn(reached, start, length))
}
