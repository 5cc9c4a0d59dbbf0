import type { Action } from '@flotilla/domain/processes'
import { expect, test } from 'vitest'
import { readChildRequest } from './child-request.ts'

const OWN = 'http://flotilla.example:8080'
/** Knows one variable, as the step's default needs it. */
const scope = {
  evaluate: (text: string) => text.replaceAll('#{Octopus.Web.ServerUri}', OWN).replaceAll(/#\{.*?\}/g, 'X'),
}
const read = (properties: Readonly<Record<string, unknown>>) => {
  const all = { 'ChildProject.Project.Name': 'Web API', ...properties }
  return readChildRequest({ properties: new Map(Object.entries(all)) } as unknown as Action, scope, OWN)
}
const address = 'ChildProject.Web.ServerUrl'
const key = { 'ChildProject.Api.Key': 'API-KEY' }

test.each([
  ['nothing is said of a server', {}],
  ['the address is blank', { [address]: ' ' }],
  ['a key is given, for the address that is the default', key],
  ['a secret key is given', { 'ChildProject.Api.Key': { HasValue: true } }],
  ['the address is the own one, written otherwise', { ...key, [address]: 'HTTP://Flotilla.Example:8080/' }],
])('the child is on this server when %s', (_title, properties) => {
  expect(read(properties)).toMatchObject({ ok: true, value: { projectName: 'Web API', server: null } })
})

test.each([
  ['with a key', { ...key, [address]: 'https://other.example' }],
  ['without a key', { [address]: 'https://other.example' }],
  ['on another port', { ...key, [address]: 'http://flotilla.example:8081' }],
  ['that is no address', { ...key, [address]: 'flotilla' }],
])('nothing is done here that was asked of another server: %s', (_title, properties) => {
  const refused = read(properties)
  expect(refused.ok ? [] : refused.error.join()).toContain(`The parameter ${address} is "${properties[address]}"`)
})
