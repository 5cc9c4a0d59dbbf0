export type { Networks } from './networks.ts'
export { parseNetworks } from './networks.ts'
export type { OutboundFetch } from './outbound-fetch.ts'
export { createOutboundFetch, isWebAddress } from './outbound-fetch.ts'
