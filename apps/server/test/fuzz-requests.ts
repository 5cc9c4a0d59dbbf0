import fc from 'fast-check'
import type { ApiDocument, ApiOperation, ApiParameter } from './api-contract.ts'
import { operationsOf } from './api-world.ts'
import { idsFor, junk, type Surroundings, spoilt, valuesOf } from './fuzz-values.ts'

export interface FuzzRequest {
  readonly operationId: string
  readonly method: string
  readonly path: string
  /** Whether the address is one that the operation answers at, as far as a client can know. */
  readonly isAddressed: boolean
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** What is not fuzzed, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  signIn: 'is slow on purpose, and limits how often',
  getTaskStream: 'answers until the task ends; the tests of tasks read streams',
  followChanges: 'answers until the reader goes away; the tests of streams read it',
}

/** What is fuzzed with ids that do not exist only, and why. */
export const HARMLESS_IDS_ONLY: readonly { readonly when: RegExp; readonly why: string }[] = [
  { when: /^(delete|replace)(Space|User|Team|UserRole|ScopedUserRole)$/, why: 'would end the rights of the caller' },
  { when: /^deleteUserApiKey/, why: 'would end the key that the requests carry' },
]

/** Requests for an operation: about half as documented, with things that exist; the others spoilt somewhere. */
export function requestsFor(
  { address, method, operation }: ReturnType<typeof operationsOf>[number],
  surroundings: Surroundings & { readonly spaceId: string },
): fc.Arbitrary<FuzzRequest> {
  const isHarmless = HARMLESS_IDS_ONLY.some(({ when }) => when.test(operation.operationId))
  const ids = isHarmless ? [] : surroundings.ids
  return fc
    .record({
      path: addresses(address, surroundings.spaceId, ids),
      query: queries(operation, surroundings),
      body: bodies(operation, surroundings),
      agent: fc.constantFrom('fuzz', 'Mozilla/5.0', ''),
    })
    .map(({ path, query, body, agent }) => ({
      operationId: operation.operationId,
      method,
      path: `${path.text}${query}`,
      isAddressed: path.isAddressed,
      headers: { ...body.headers, ...(agent ? { 'user-agent': agent } : {}) },
      body: body.text,
    }))
}

const MADE_UP = fc.constantFrom(
  'Projects-999999',
  'Spaces-1',
  'no-such-slug',
  '%00',
  '%F0%9F%92%A3',
  '%ED%A0%80',
  '%2e%2e',
  '%25',
  '%20',
  "'--",
  '__proto__',
  'a'.repeat(900),
  'a'.repeat(1_500),
  '0',
  '-1',
  'all',
)

function addresses(address: string, spaceId: string, ids: readonly string[]) {
  const parts = address.split('/').slice(1)
  const filled = parts.map((part, index): fc.Arbitrary<string> => {
    if (part === '{space}') {
      return fc.oneof(
        { weight: 20, arbitrary: fc.constant(spaceId) },
        { weight: 1, arbitrary: fc.constantFrom(spaceId.toLowerCase(), 'Spaces-999', 'spaces/contract') },
      )
    }
    if (!part.startsWith('{')) return fc.constantFrom(part, part, part, part, part.toUpperCase())
    const name = part.slice(1, -1)
    const known = idsFor(name === 'id' ? (parts[index - 1] ?? '') : name, ids)
    return known.length === 0
      ? MADE_UP
      : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: MADE_UP })
  })
  const ends = fc.constantFrom('', '', '', '', '', '', '/', '//')
  return fc.tuple(fc.tuple(...filled), ends).map(([texts, end]) => ({
    text: `/${texts.join('/')}${end}`,
    isAddressed: texts.every((each) => !/%|'|^a{900}/.test(each)) && end !== '//',
  }))
}

function queries(operation: ApiOperation, surroundings: Surroundings): fc.Arbitrary<string> {
  const parameters = (operation.parameters ?? []).filter(({ in: place }) => place === 'query')
  const one = ({ name, schema }: ApiParameter) =>
    fc
      .oneof({ weight: 5, arbitrary: valuesOf(schema, surroundings, name) }, { weight: 1, arbitrary: junk() })
      .map((value) =>
        (Array.isArray(value) ? value.slice(0, 20) : [value]).map((each) => `${name}=${escaped(each)}`).join('&'),
      )
  return fc
    .tuple(
      fc.subarray(parameters.map(one)).chain((chosen) => fc.tuple(...chosen)),
      fc.constantFrom('', '', '', '', 'unknown=1', 'skip=-1', 'take=99999999999', '%', '&&=', 'ids[]=a', '__proto__=1'),
    )
    .map(([given, odd]) => [...given, odd].filter((each) => each !== '').join('&'))
    .map((query) => (query === '' ? '' : `?${query.slice(0, 6_000)}`))
}

/** Of text that is no Unicode, `encodeURIComponent` makes an error. */
function escaped(value: unknown): string {
  const told = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return encodeURIComponent(told.slice(0, 1_500).replaceAll(/[\ud800-\udfff]/g, ''))
}

interface Body {
  readonly text: string | undefined
  readonly headers: Readonly<Record<string, string>>
}
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }

function bodies(operation: ApiOperation, surroundings: Surroundings): fc.Arbitrary<Body> {
  const schema = operation.requestBody?.content['application/json']?.schema
  const json = (value: unknown): Body => ({ text: JSON.stringify(value), headers: JSON_TYPE })
  const odd = fc.constantFrom<Body>(
    { text: '', headers: JSON_TYPE },
    { text: '{', headers: JSON_TYPE },
    { text: `${'['.repeat(100_000)}${']'.repeat(100_000)}`, headers: JSON_TYPE },
    { text: `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, headers: JSON_TYPE },
    { text: '{"a":1}', headers: { 'content-type': 'text/plain' } },
    { text: '{"a":1,"a":2,"__proto__":{"b":1}}', headers: JSON_TYPE },
    { text: '<a/>', headers: { 'content-type': 'application/xml' } },
    { text: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    { text: '--x--', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
    { text: '--x', headers: { 'content-type': 'multipart/form-data' } },
    { text: '\ufeff{}', headers: JSON_TYPE },
    { text: '1', headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } },
  )
  if (!schema) {
    const none: Body = { text: undefined, headers: {} }
    return fc.oneof({ weight: 8, arbitrary: fc.constant(none) }, { weight: 1, arbitrary: odd })
  }
  const valid = valuesOf(schema, surroundings)
  return fc.oneof(
    { weight: 10, arbitrary: valid.map(json) },
    { weight: 9, arbitrary: valid.chain(spoilt).map(json) },
    { weight: 1, arbitrary: junk().map(json) },
    { weight: 1, arbitrary: odd },
  )
}

/** All that is fuzzed. */
export const fuzzedOperations = (document: ApiDocument) =>
  operationsOf(document).filter(({ operation }) => !(operation.operationId in LEFT_OUT))
