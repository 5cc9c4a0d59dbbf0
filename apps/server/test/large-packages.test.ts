import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { startTestServer, type TestServer } from '@flotilla/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formOf } from './package-files.ts'

const MEGABYTE = 1024 * 1024
const SIZE_MEGABYTES = 256
const KEY = { 'x-octopus-apikey': 'API-ADMINISTRATOR0' }

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ env: { FLOTILLA_MAX_PACKAGE_BYTES: String(SIZE_MEGABYTES * MEGABYTE) } })
})
afterAll(() => server.remove())

/** What the server's process holds, in megabytes. */
async function residentMegabytes(): Promise<number> {
  const status = await readFile(`/proc/${server.process.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024
}

/** Runs `work` and answers how much more the server held at its peak than before. */
async function growthDuring(work: () => Promise<void>): Promise<number> {
  const before = await residentMegabytes()
  let peak = before
  const timer = setInterval(async () => {
    peak = Math.max(peak, await residentMegabytes())
  }, 20)
  await work().finally(() => clearInterval(timer))
  return peak - before
}

/** Sends a package in chunks, as clients do; answers the status, or what became of the connection. */
function push(filename: string, chunks: Iterable<Buffer>, breakOff = false): Promise<number | string> {
  const form = formOf(filename, Buffer.alloc(0))
  return new Promise((resolve) => {
    const sent = request(`${server.url}/api/packages/raw`, {
      method: 'POST',
      headers: { ...KEY, 'content-type': form.contentType },
    })
    sent.on('response', (response) => {
      response.resume()
      resolve(response.statusCode!)
    })
    sent.on('error', (error) => resolve(error.message))
    const closed = new Promise<void>((resolveClosed) => sent.once('close', resolveClosed))
    const write = async () => {
      sent.write(form.head)
      for (const chunk of chunks) if (!sent.write(chunk)) await Promise.race([once(sent, 'drain'), closed])
      if (breakOff) sent.destroy()
      else sent.end(form.tail)
    }
    void write()
  })
}

const block = randomBytes(MEGABYTE)
function* blocks(count: number): Generator<Buffer> {
  for (let n = 0; n < count; n += 1) yield block
}

test.skipIf(process.platform !== 'linux')(
  'memory does not grow with the package, neither when it comes nor when it goes',
  async () => {
    // The first requests bring code and buffers along that stay.
    expect(await push('Warm.1.0.zip', blocks(30))).toBe(201)
    const coming = await growthDuring(async () => {
      expect(await push('Large.1.0.zip', blocks(SIZE_MEGABYTES))).toBe(201)
    })
    let received = 0
    const going = await growthDuring(async () => {
      const answer = await fetch(`${server.url}/api/packages/packages-Large.1.0/raw`, { headers: KEY })
      for await (const chunk of answer.body!) received += (chunk as Uint8Array).length
    })
    expect(received).toBe(SIZE_MEGABYTES * MEGABYTE)
    expect(coming).toBeLessThan(SIZE_MEGABYTES / 2)
    expect(going).toBeLessThan(SIZE_MEGABYTES / 2)
  },
  120_000,
)

test('one byte more than the limit is refused, and a push that breaks off leaves nothing', async () => {
  const over = await push('Over.1.0.zip', [...blocks(SIZE_MEGABYTES), Buffer.from('x')])
  expect([413, 'read ECONNRESET', 'write EPIPE', 'socket hang up']).toContain(over)
  await push('Broken.1.0.zip', blocks(3), true)
  for (const id of ['Over', 'Broken'])
    expect((await server.api('GET', `/api/packages/packages-${id}.1.0`)).status).toBe(404)
}, 120_000)
