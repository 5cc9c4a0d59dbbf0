import { expect, test, vi } from 'vitest'
import { isHolding, maskOutput, NO_HELD_OUTPUT, type OutputLine, withSilences } from './masked-output.ts'
import { MASK, Masker, WITHHELD } from './masker.ts'
import { TextSearch } from './text-search.ts'

const line = (stream: OutputLine['stream'], text: string): OutputLine => ({ stream, category: 'Info', text })
const masker = new Masker(['hunter2-pass'])

test('M2: each stream is one text; a secret begun on one does not end on the other', () => {
  const first = maskOutput(NO_HELD_OUTPUT, [line('stdout', 'a hunter2'), line('stderr', '-pass b')], masker)
  expect(first.shown.map(({ text }) => text)).toEqual(['-pass b'])
  expect(isHolding(first.held)).toBe(true)
  const second = maskOutput(first.held, [line('stdout', '-pass c')], masker)
  expect(second.shown.map(({ text }) => text)).toEqual([`a ${MASK}`, `${MASK} c`])
  expect(isHolding(second.held)).toBe(false)
})

test('M2: what is held can be stored and taken up again', () => {
  const { held } = maskOutput(NO_HELD_OUTPUT, [line('stdout', 'a hunter2')], masker)
  const { shown } = maskOutput(JSON.parse(JSON.stringify(held)), [line('stdout', '-pass')], masker, true)
  expect(shown.map(({ text }) => text)).toEqual([`a ${MASK}`, MASK])
})

test('lines that the server says are masked and keep their place', () => {
  const lines = [line('stdout', 'one'), line(undefined, 'about hunter2-pass'), line('stdout', 'two')]
  const { shown } = maskOutput(NO_HELD_OUTPUT, lines, masker)
  expect(shown.map(({ text }) => text)).toEqual(['one', `about ${MASK}`, 'two'])
})

test('M4: when masking fails, each line is withheld and says so, held ones too; the next lines are shown again', () => {
  const { held } = maskOutput(NO_HELD_OUTPUT, [line('stdout', 'a hunter2')], masker)
  const search = vi.spyOn(TextSearch.prototype, 'search').mockImplementation(() => {
    throw new Error('broken')
  })
  const lines = [line('stdout', '-pass c'), line(undefined, 'about hunter2-pass'), line('stderr', 'plain')]
  const failed = maskOutput(held, lines, masker)
  search.mockRestore()
  expect(failed.shown.map(({ text, stream }) => [stream, text])).toEqual([
    ['stdout', WITHHELD],
    ['stdout', WITHHELD],
    [undefined, WITHHELD],
    ['stderr', WITHHELD],
  ])
  expect(isHolding(failed.held)).toBe(false)
  expect(maskOutput(failed.held, [line('stdout', 'fine')], masker).shown.map(({ text }) => text)).toEqual(['fine'])
})

test('M2: a silence is told once, only while somebody waits, and nothing is lost', async () => {
  let release = () => {}
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  async function* source() {
    yield 'one'
    await gate
    yield 'two'
  }
  const seen: string[] = []
  for await (const event of withSilences(source(), 5, () => seen.at(-1) === 'one')) {
    seen.push(event)
    if (event === 'silence') release()
  }
  expect(seen).toEqual(['one', 'silence', 'two'])
})
