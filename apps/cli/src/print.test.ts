import { expect, test } from 'vitest'
import { type Output, print } from './print.ts'

const table = (rows: readonly (readonly string[])[]): Output => ({
  kind: 'table',
  data: { rows: rows.length },
  columns: ['NAME', 'STATE'],
  rows,
  empty: 'Nothing here.',
  notes: ['Next: do this'],
})
const printed = async (output: Output, format: 'table' | 'json'): Promise<string> => {
  let text = ''
  await print(output, { format, isColoured: false }, (more) => {
    text += more
  })
  return text
}

test('columns are as wide as their widest cell', async () => {
  const text = await printed(
    table([
      ['a long name', 'ok'],
      ['b', ''],
    ]),
    'table',
  )
  expect(text).toBe('NAME         STATE\na long name  ok\nb\nNext: do this\n')
})

test('a table without rows says so', async () => {
  expect(await printed(table([]), 'table')).toBe('Nothing here.\nNext: do this\n')
})

test('JSON is the data and nothing else', async () => {
  expect(JSON.parse(await printed(table([['a', 'b']]), 'json'))).toEqual({ rows: 1 })
})

test('a stream is one value a line', async () => {
  async function* items() {
    yield { data: { n: 1 }, line: 'one' }
    yield { data: { n: 2 }, line: 'two' }
  }
  expect(await printed({ kind: 'stream', items: items() }, 'json')).toBe('{"n":1}\n{"n":2}\n')
  expect(await printed({ kind: 'stream', items: items() }, 'table')).toBe('one\ntwo\n')
})

test('what a server calls things does not act on the terminal, and does not break the table', async () => {
  const text = await printed(table([['a\u001b[2J\nb', 'ok']]), 'table')
  expect(text.split('\n')).toEqual(['NAME          STATE', 'a\\x1b[2J ⏎ b  ok', 'Next: do this', ''])
})

test('wide characters keep the columns in line', async () => {
  const text = await printed(
    table([
      ['東京', 'ok'],
      ['abcd', 'ok'],
    ]),
    'table',
  )
  expect(text).toContain('東京  ok\nabcd  ok\n')
})

test('facts are one under the other; what has several lines keeps them, what has none is left out', async () => {
  const output: Output = {
    kind: 'facts',
    data: {},
    facts: [
      ['Name', 'Web'],
      ['Notes', 'one\ntwo\n'],
      ['Empty', ''],
      ['Absent', undefined],
      ['A longer label', 'x'],
    ],
  }
  expect(await printed(output, 'table')).toBe(
    'Name:           Web\nNotes:          one\n                two\nA longer label: x\n',
  )
})

test('states are coloured where colours are wanted', async () => {
  let text = ''
  await print(table([['a', 'Failed']]), { format: 'table', isColoured: true }, (more) => {
    text += more
  })
  expect(text).toContain('a     \u001b[31mFailed\u001b[39m\n')
})
