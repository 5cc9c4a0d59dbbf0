import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readFrames } from './target-frames.ts'

const MARK = 'f00df00d'

async function read(chunks: readonly Buffer[]) {
  const lines: string[] = []
  const streams = { stdout: '', stderr: '' }
  async function* source() {
    yield* chunks
  }
  for await (const frame of readFrames(source(), MARK)) {
    if (frame.kind === 'line') lines.push(frame.words.join(' '))
    else streams[frame.stream] += frame.bytes.toString('latin1')
  }
  return { lines, ...streams }
}

const SAID = `motd\nnoise f00d f00${MARK}ready\n${MARK}o\none\ntwo f00df00${MARK}e\nbad${MARK}o\n${MARK}.\nnoise${MARK}o\nthree\n${MARK}done\nlogout`

test('F32: noise around the program is no part of what it says, wherever chunks are cut', async () => {
  const wanted = { lines: ['ready', '.', 'done'], stdout: 'one\ntwo f00df00three\n', stderr: 'bad' }
  expect(await read([Buffer.from(SAID)])).toEqual(wanted)
  expect(await read([...Buffer.from(SAID)].map((byte) => Buffer.from([byte])))).toEqual(wanted)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: SAID.length }), { maxLength: 12 }), async (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), SAID.length]
      const chunks = places.slice(1).map((end, index) => Buffer.from(SAID).subarray(places[index], end))
      expect(await read(chunks)).toEqual(wanted)
    }),
  )
})

test('a host that prints without an end is not believed', async () => {
  const endless = Buffer.alloc(70_000, 'x')
  await expect(read([Buffer.from(MARK), endless])).rejects.toThrow('too long')
  expect(await read([endless])).toEqual({ lines: [], stdout: '', stderr: '' })
})
