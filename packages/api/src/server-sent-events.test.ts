import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readServerSentEvents, type ServerSentEvent } from './server-sent-events.ts'

async function* chunksOf(chunks: readonly string[]): AsyncGenerator<string> {
  yield* chunks
}
const read = async (...chunks: readonly string[]): Promise<readonly ServerSentEvent[]> => {
  const events: ServerSentEvent[] = []
  for await (const event of readServerSentEvents(chunksOf(chunks))) events.push(event)
  return events
}

test.each([
  {
    name: 'an event with id',
    text: 'id: 7\nevent: line\ndata: {}\n\n',
    gives: [{ event: 'line', data: '{}', id: '7' }],
  },
  {
    name: 'without a name it is a message',
    text: 'data: x\n\n',
    gives: [{ event: 'message', data: 'x', id: undefined }],
  },
  {
    name: 'several data lines are one text',
    text: 'data: a\ndata: b\n\n',
    gives: [{ event: 'message', data: 'a\nb', id: undefined }],
  },
  {
    name: 'only one space after the colon is dropped',
    text: 'data:  a\n\n',
    gives: [{ event: 'message', data: ' a', id: undefined }],
  },
  { name: 'a comment is no event', text: ': still here\n\n', gives: [] },
  {
    name: 'what is cut off is dropped',
    text: 'data: a\n\ndata: b\n',
    gives: [{ event: 'message', data: 'a', id: undefined }],
  },
  {
    name: 'other line ends',
    text: 'event: end\r\ndata: a\r\n\r\n',
    gives: [{ event: 'end', data: 'a', id: undefined }],
  },
])('$name', async ({ text, gives }) => {
  expect(await read(text)).toEqual(gives)
})

test('wherever the network cuts, the same events come out', async () => {
  const text =
    'id: 1\nevent: line\ndata: {"a":1}\n\n: still here\n\nevent: task\ndata: {"b":"ü"}\n\nevent: end\ndata: {}\n\n'
  const whole = await read(text)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 20 }), async (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), text.length]
      expect(await read(...at.slice(1).map((end, index) => text.slice(at[index], end)))).toEqual(whole)
    }),
  )
})
