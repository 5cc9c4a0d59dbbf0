/** One event of a stream: its name, its data as text, and its id if it has one. */
export interface ServerSentEvent {
  readonly event: string
  readonly data: string
  readonly id: string | undefined
}

/** Reads Server-Sent Events from chunks of text that may end anywhere. An event that is cut off at the end is dropped. */
export async function* readServerSentEvents(chunks: AsyncIterable<string>): AsyncGenerator<ServerSentEvent> {
  let rest = ''
  for await (const chunk of chunks) {
    const blocks = (rest + chunk).split(/\r?\n\r?\n/)
    rest = blocks.pop()!
    for (const block of blocks) {
      const event = parseBlock(block)
      if (event) yield event
    }
  }
}

/** Undefined for a block without data, such as a comment that only keeps the connection open. */
function parseBlock(block: string): ServerSentEvent | undefined {
  const fields = block.split(/\r?\n/).flatMap((line) => {
    const match = /^(event|data|id): ?(.*)$/s.exec(line)
    return match ? [{ name: match[1], value: match[2]! }] : []
  })
  const data = fields.filter(({ name }) => name === 'data').map(({ value }) => value)
  if (data.length === 0) return undefined
  return {
    event: fields.findLast(({ name }) => name === 'event')?.value ?? 'message',
    data: data.join('\n'),
    id: fields.findLast(({ name }) => name === 'id')?.value,
  }
}
