import { expect, test } from 'vitest'
import type { Reach } from '../../execution/index.ts'
import { type HostNow, judgeLatePlace, type LatePlace } from './late-place.ts'

const host = (id: string, more: Partial<HostNow> = {}): HostNow => ({
  id,
  is_disabled: false,
  thumbprint: null,
  ...more,
})
const ssh = (machineId: string) =>
  ({ style: 'Ssh', machineId, host: 'h', port: 22, fingerprint: 'f', accountId: 'a', proxyId: null }) as const
const behind: Reach = { ...ssh('m'), via: ssh('jump') }
const agent: Reach = { style: 'TentacleActive', machineId: 'm', thumbprint: 'A' }
const disabled = { is_disabled: true }

const cases: readonly (readonly [string, Reach, readonly HostNow[], LatePlace])[] = [
  ['the server itself', { style: 'None' }, [], 'as-planned'],
  ['a host over SSH', ssh('m'), [host('m')], 'as-planned'],
  ['a host that was removed', ssh('m'), [host('other')], 'gone'],
  ['a host that was disabled', ssh('m'), [host('m', disabled)], 'disabled'],
  ['a host behind another', behind, [host('m'), host('jump')], 'as-planned'],
  ['a host behind one that was removed', behind, [host('m')], 'gone'],
  ['a host behind one that was disabled', behind, [host('m'), host('jump', disabled)], 'disabled'],
  ['an agent', agent, [host('m', { thumbprint: 'A' })], 'as-planned'],
  ['an agent with another key', agent, [host('m', { thumbprint: 'B' })], 'gone'],
  ['an agent that was removed', agent, [], 'gone'],
  ['an agent that was disabled', agent, [host('m', { thumbprint: 'A', ...disabled })], 'disabled'],
]
test.each(cases)('F23 E9: what became of %s', (_name, reach, hosts, expected) => {
  expect(judgeLatePlace(reach, hosts)).toBe(expected)
})
