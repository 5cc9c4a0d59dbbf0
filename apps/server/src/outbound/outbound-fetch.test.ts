import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import * as http from 'node:http'
import * as https from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { type Networks, parseNetworks } from './networks.ts'
import { createOutboundFetch, isWebAddress } from './outbound-fetch.ts'

const LOOPBACK = networksOf('127.0.0.0/8, ::1')
const PUBLIC = { address: '203.0.113.200', family: 4 }
const LOCAL = { address: '127.0.0.1', family: 4 }
const servers: http.Server[] = []

function networksOf(text: string): Networks {
  const parsed = parseNetworks(text)
  return parsed.ok ? parsed.value : []
}

/** A server on a free port of 127.0.0.1 that counts who connects. */
async function serve(listener: http.RequestListener, server: http.Server = http.createServer()) {
  const seen = { connections: 0 }
  server.on('connection', () => {
    seen.connections += 1
  })
  server.on('request', listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, seen }
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const kindOf = async (sent: ReturnType<ReturnType<typeof createOutboundFetch>>) => {
  const result = await sent
  return result.ok ? result.value.status : result.error.kind
}

test('an answer comes back as it is, whatever its status', async () => {
  const { port } = await serve((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => response.writeHead(418, { 'x-of': 'tea' }).end(`${request.method} ${body}`))
  })
  const answer = await createOutboundFetch(LOOPBACK)(`http://127.0.0.1:${port}/a?b=c`, {
    method: 'POST',
    body: 'héllo',
  })
  expect(answer).toMatchObject({
    ok: true,
    value: { status: 418, statusText: "I'm a Teapot", headers: { 'x-of': 'tea' } },
  })
  expect(answer.ok && answer.value.body.toString()).toBe('POST héllo')
})

test.each([
  ...[
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
    '127.0.0.1.',
    '①27.0.0.1',
  ],
  ...[
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    '0',
    '0.0.0.0',
  ],
  ...['localhost', 'LOCALHOST', '[0:0:0:0:0:0:0:1]', '%31%32%37.0.0.1'],
])('U1: %s is this machine, and nothing connects to it', async (host) => {
  const { port, seen } = await serve((_request, response) => response.end('secret'))
  expect(await kindOf(createOutboundFetch([])(`http://${host}:${port}/`))).toBe('address-refused')
  expect(seen.connections).toBe(0)
})

test('U1: the address that was judged is the one that is connected to, however a name resolves the next time', async () => {
  const { port, seen } = await serve((_request, response) => response.end('secret'))
  const answers = [[PUBLIC], [LOCAL]]
  const lookUp = vi.fn(async () => answers.shift() ?? [])
  const send = createOutboundFetch(networksOf(PUBLIC.address), lookUp)
  // Nobody listens at the public address: what matters is that the first answer is not asked for twice.
  await send(`http://rebinds.example:${port}/`, { timeoutMs: 200 })
  expect(lookUp).toHaveBeenCalledTimes(1)
  expect(await kindOf(send(`http://rebinds.example:${port}/`))).toBe('address-refused')
  expect(lookUp).toHaveBeenCalledTimes(2)
  expect(seen.connections).toBe(0)
})

test('U1: of several addresses of a name only those that may be called are tried', async () => {
  const { port, seen } = await serve((_request, response) => response.end('fine'))
  const both = async () => [{ address: '169.254.169.254', family: 4 }, LOCAL]
  expect(await kindOf(createOutboundFetch(LOOPBACK, both)(`http://both.example:${port}/`))).toBe(200)
  expect(seen.connections).toBe(1)
})

test('U1: the refusal does not tell what a name stands for', async () => {
  const inside = async () => [{ address: '10.11.12.13', family: 4 }]
  const refused = await createOutboundFetch([], inside)('http://intranet.example/')
  expect(refused).toMatchObject({ ok: false, error: { kind: 'address-refused' } })
  expect(JSON.stringify(refused)).not.toContain('10.11')
})

test('U2: a redirect is not followed', async () => {
  const inner = await serve((_request, response) => response.end('secret'))
  const outer = await serve((_request, response) =>
    response.writeHead(302, { location: `http://127.0.0.1:${inner.port}/` }).end(),
  )
  const send = createOutboundFetch(LOOPBACK)
  const answer = await send(`http://127.0.0.1:${outer.port}/`, { headers: { authorization: 'secret' } })
  expect(answer).toMatchObject({ ok: true, value: { status: 302 } })
  expect(inner.seen.connections).toBe(0)
})

test.each([
  ...[
    'file:///etc/passwd',
    'ftp://example.com/',
    'gopher://example.com/',
    'javascript:alert(1)',
    'data:,x',
    'example.com',
  ],
  ...['', '//example.com', 'http://', 'http://user:word@example.com/', 'https://user@example.com/'],
])('U3: %s is not an address that is asked for', async (url) => {
  expect(await kindOf(createOutboundFetch(LOOPBACK)(url))).toBe('not-an-address')
  expect(isWebAddress(url)).toBe(false)
})

test('U3 F58: an answer without end is broken off', async () => {
  let isOpen = true
  const { port } = await serve((_request, response) => {
    response.on('close', () => {
      isOpen = false
    })
    const more = () => {
      while (isOpen && response.write(Buffer.alloc(65_536))) {}
      if (isOpen) response.once('drain', more)
    }
    more()
  })
  expect(await kindOf(createOutboundFetch(LOOPBACK)(`http://127.0.0.1:${port}/`))).toBe('answer-too-large')
  await vi.waitFor(() => expect(isOpen).toBe(false))
})

test.each([
  ['never answers', () => {}],
  ['sends its head and no more', (response: http.ServerResponse) => response.write('a')],
  [
    'trickles',
    (response: http.ServerResponse) => {
      const timer = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(timer))
    },
  ],
])('U3 F58: a server that %s is left when the time is over', async (_what, act) => {
  const { port } = await serve((_request, response) => void act(response))
  expect(await kindOf(createOutboundFetch(LOOPBACK)(`http://127.0.0.1:${port}/`, { timeoutMs: 300 }))).toBe('timed-out')
})

test('U3: a name that is never looked up costs no more than the time', async () => {
  const never = () => new Promise<never>(() => {})
  expect(await kindOf(createOutboundFetch(LOOPBACK, never)('http://never.example/', { timeoutMs: 100 }))).toBe(
    'timed-out',
  )
})

test('a connection that breaks off is no answer', async () => {
  const { port } = await serve((request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('half')
    setTimeout(() => request.socket.destroy(), 20)
  })
  expect(await kindOf(createOutboundFetch(LOOPBACK)(`http://127.0.0.1:${port}/`))).toBe('unreachable')
})

test('U4: a certificate that nobody vouches for is refused, also when the environment says not to verify', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'flotilla-tls-'))
  const request = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost'
  const files = ['-keyout', join(directory, 'key'), '-out', join(directory, 'certificate')]
  execFileSync('openssl', [...request.split(' '), '-addext', 'subjectAltName=IP:127.0.0.1', ...files], {
    stdio: 'ignore',
  })
  const [key, cert] = ['key', 'certificate'].map((name) => readFileSync(join(directory, name)))
  const { port } = await serve((_request, response) => response.end('fine'), https.createServer({ key, cert }))
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  try {
    expect(await kindOf(createOutboundFetch(LOOPBACK)(`https://127.0.0.1:${port}/`))).toBe('not-trusted')
  } finally {
    vi.unstubAllEnvs()
    rmSync(directory, { recursive: true })
  }
})
