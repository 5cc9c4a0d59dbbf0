import type { FastifyRequest } from 'fastify'
import { expect, test } from 'vitest'
import { clientGroup, senderOf } from './sender.ts'

const from = (headers: Readonly<Record<string, string>>) =>
  ({ headers, protocol: 'http', host: 'flotilla.example:8080' }) as unknown as FastifyRequest

test.each([
  { headers: { 'sec-fetch-site': 'same-origin' }, sender: 'own-page' },
  { headers: { 'sec-fetch-site': 'same-origin', origin: 'http://flotilla.example:8080' }, sender: 'own-page' },
  { headers: { 'sec-fetch-site': 'cross-site', origin: 'http://flotilla.example:8080' }, sender: 'foreign-page' },
  { headers: { 'sec-fetch-site': 'same-site' }, sender: 'foreign-page' },
  { headers: { 'sec-fetch-site': 'none' }, sender: 'unknown' },
  { headers: { origin: 'http://flotilla.example:8080' }, sender: 'own-page' },
  { headers: { origin: 'https://deploy.example' }, sender: 'own-page' },
  { headers: { origin: 'http://flotilla.example' }, sender: 'foreign-page' },
  { headers: { origin: 'https://flotilla.example:8080' }, sender: 'foreign-page' },
  { headers: { origin: 'http://flotilla.example:8080.evil.example' }, sender: 'foreign-page' },
  { headers: { origin: 'null' }, sender: 'foreign-page' },
  { headers: { origin: '' }, sender: 'foreign-page' },
  { headers: {}, sender: 'unknown' },
])('N5 $headers is $sender', ({ headers, sender }) => {
  expect(senderOf(from(headers), 'https://deploy.example/flotilla')).toBe(sender)
})

test.each([
  ['10.1.2.3', '10.1.2.3'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ['something else', 'something else'],
])('the limits of %s are those of %s', (ip, group) => {
  expect(clientGroup(ip)).toBe(group)
})
