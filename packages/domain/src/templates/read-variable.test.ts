import { expect, test } from 'vitest'
import {
  argumentNames,
  createVariables,
  readFlag,
  readIndexes,
  readInt32,
  readPaths,
  readStrings,
  readVariable,
  requireVariable,
} from './index.ts'

// Template reference 14.

const variables = createVariables([
  { name: 'A', value: 'one' },
  { name: 'List', value: ' p, #{A} ,, q;r' },
  { name: 'Paths', value: '/a\r\n /b \n\n' },
  { name: 'Yes', value: ' True ' },
  { name: 'One', value: ' +1 ' },
  { name: 'Big', value: '2147483648' },
  { name: 'Empty', value: '' },
  { name: 'Nothing', value: null },
  { name: 'Loop', value: '#{Loop}' },
  { name: 'L[x].n', value: '1' },
  { name: 'L[y]', value: '#{A}' },
  { name: 'odd $ name', value: 'whole' },
])

test('names are matched whole and whatever their case', () => {
  expect(readVariable(variables, 'a').text).toBe('one')
  expect(readVariable(variables, 'ODD $ NAME').text).toBe('whole')
  expect(readVariable(variables, 'odd').text).toBeNull()
  expect(readVariable(variables, ' A').text).toBeNull()
})

test('a fallback stands in for what is absent or null, not for what is empty', () => {
  expect(readVariable(variables, 'Nope', { fallback: '#{A}' }).text).toBe('#{A}')
  expect(readVariable(variables, 'Nothing', { fallback: 'x' }).text).toBe('x')
  expect(readVariable(variables, 'Empty', { fallback: 'x' }).text).toBe('')
})

test('lists are split, trimmed and cleared of empty pieces', () => {
  expect(readStrings(variables, 'List')).toEqual(['p', 'one', 'q;r'])
  expect(readStrings(variables, 'List', { separators: [',', ';'] })).toEqual(['p', 'one', 'q', 'r'])
  expect(readStrings(variables, 'Nope')).toEqual([])
  expect(readPaths(variables, 'Paths')).toEqual(['/a', '/b'])
})

test.each([
  ['Yes', false, true],
  ['One', false, false],
  ['One', true, true],
  ['Nope', true, true],
])('the flag %s with fallback %s is %s', (name, fallback, expected) => {
  expect(readFlag(variables, name, fallback)).toBe(expected)
})

test('integers have 32 bits', () => {
  expect([readInt32(variables, 'One'), readInt32(variables, 'Big'), readInt32(variables, 'A')]).toEqual([1, null, null])
})

test('a required variable must be there, not be empty, and evaluate', () => {
  expect(requireVariable(variables, 'A')).toEqual({ ok: true, value: 'one' })
  expect(requireVariable(variables, 'Empty')).toEqual({ ok: false, error: { kind: 'variable-missing', name: 'Empty' } })
  expect(requireVariable(variables, 'Loop')).toMatchObject({ ok: false, error: { kind: 'recursion' } })
})

test('indexes are the items of a loop, not evaluated', () => {
  expect(readIndexes(variables, 'L')).toEqual({ ok: true, value: ['x', '#{A}'] })
  expect(readIndexes(variables, ' ')).toEqual({ ok: false, error: { kind: 'blank-path' } })
  expect(readIndexes(variables, 'Loop')).toMatchObject({ ok: false, error: { kind: 'recursion' } })
})

test('a set keeps the order and first spelling of names, and the value given last', () => {
  const changed = variables.with([{ name: 'LIST', value: 'new' }])
  expect(changed.names()).toEqual(variables.names())
  expect(changed.raw('List')).toBe('new')
  expect(variables.raw('List')).not.toBe('new')
})

test.each([
  ['#{A.B[x].C[#{D}]} ##{E}', ['A', 'B', 'C', 'D']],
  ['#{if A == "text"}#{B}#{else}#{C | F #{D} word}#{/if}', ['A', 'text', 'B', 'C', 'D']],
  ['#{each x in L}#{x} #{Y}#{/each}', ['L']],
  ['#{calc A + 2 * {B}}', ['A', 'B']],
])('the argument names of %s are %j', (template, names) => {
  const result = argumentNames(template)
  expect(result.ok && [...result.value]).toEqual(names)
})

test('argument names of a text that does not parse are its error', () => {
  expect(argumentNames('#{')).toMatchObject({ ok: false, error: { kind: 'parse' } })
})
