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
  await print(output, format, (more) => {
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
