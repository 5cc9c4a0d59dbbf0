import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { allRoutes } from '../src/features/index.ts'

const STANDARD = ['GET', 'GET /all', 'GET /{id}', 'POST', 'PUT /{id}', 'DELETE /{id}']

interface Row {
  readonly method: string
  readonly path: string
  readonly answer: string
}

/** The rows of the tables, the usual six routes written out. */
async function readRows(): Promise<readonly Row[]> {
  const text = await readFile(new URL('../../../docs/reference/compatibility.md', import.meta.url), 'utf8')
  return [...text.matchAll(/^\| (std|GET|POST|PUT|DELETE) (\S+) \| (full|partial|none) \|/gm)].flatMap(
    ([, method = '', path = '', answer = '']) =>
      method === 'std'
        ? STANDARD.map((each) => {
            const [verb = '', rest = ''] = each.split(' ')
            return { method: verb, path: path + rest, answer }
          })
        : [{ method, path, answer }],
  )
}

/** A route without the names of its parameters and without case: `GET /projects/*`. */
const plain = (method: string, path: string): string => {
  const bare = path
    .replace(/^(~|\/api)(?=\/|$)/, '')
    .replace(/^\/\{space\}$/, '/spaceroot')
    .replaceAll(/\{[^}]*\}|:[A-Za-z]+/g, '*')
  return `${method} ${bare.toLowerCase()}`
}

const served = new Set(allRoutes({} as never).map(({ method, path }) => plain(method, path)))

test('docs/reference/compatibility.md: what is marked full or partial is served, what is marked none is not', async () => {
  const rows = await readRows()
  expect(rows.length).toBeGreaterThan(200)
  const isServed = ({ method, path }: Row): boolean => served.has(plain(method, path))
  const show = ({ method, path, answer }: Row): string => `${method} ${path}: ${answer}`
  expect(rows.filter((row) => (row.answer === 'none') === isServed(row)).map(show)).toEqual([])
})
