import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever the wire has
  readonly body: any
}
export type Api = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>

export interface TestServer {
  readonly url: string
  readonly dataDir: string
  readonly api: Api
  /** The same as another user. */
  as(apiKey: string): Api
  readonly process: ChildProcess
  /** Resolves with the exit code or signal when the process is gone. */
  readonly exited: Promise<string>
  /** What the server has printed. */
  output(): string
  /** Ends the process: SIGTERM unless told otherwise. The data directory stays. */
  stop(signal?: NodeJS.Signals): Promise<void>
  /** Ends it and its database, and removes the data directory. */
  remove(): Promise<void>
}

export const ADMIN_KEY = 'API-ADMINISTRATOR0'
const READY = /Flotilla is ready at (\S+)/
const START_LIMIT_MS = 60_000
const root = fileURLToPath(new URL('../../../', import.meta.url))

/**
 * Starts the real server as a process of its own, on any free port, with an embedded PostgreSQL in `dataDir` (a new temporary
 * one if not given). With `crashAt` it is the build that can kill itself at a named place.
 */
export async function startTestServer(
  options: { dataDir?: string; crashAt?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<TestServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'flotilla-test-')))
  const program = join(root, 'apps/server', options.crashAt ? 'dist-test' : 'dist', 'start.js')
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      FLOTILLA_PORT: '0',
      FLOTILLA_DATA_DIR: dataDir,
      FLOTILLA_NODE_NAME: 'test-node',
      FLOTILLA_ADMIN_API_KEY: ADMIN_KEY,
      FLOTILLA_ADMIN_PASSWORD: 'correct horse battery staple',
      // Tests and benchmarks ask as fast as they can.
      FLOTILLA_REQUESTS_PER_SECOND: '0',
      FLOTILLA_ANONYMOUS_REQUESTS_PER_SECOND: '0',
      ...(options.crashAt ? { FLOTILLA_TEST_CRASH_AT: options.crashAt } : {}),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      text += bytes.toString('utf8')
    })
  }
  const exited = new Promise<string>((resolve) => child.once('exit', (code, signal) => resolve(signal ?? String(code))))
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The server did not become ready:\n${text}`)), START_LIMIT_MS)
    const look = () => {
      const ready = READY.exec(text)
      if (!ready) return
      clearTimeout(timer)
      resolve(ready[1]!)
    }
    child.stdout.on('data', look)
    void exited.then((how) => {
      clearTimeout(timer)
      reject(new Error(`The server ended with ${how} before it was ready:\n${text}`))
    })
  })
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await exited
  }
  return {
    url,
    dataDir,
    api: apiOf(url, ADMIN_KEY),
    as: (apiKey) => apiOf(url, apiKey),
    process: child,
    exited,
    output: () => text,
    stop,
    remove: async () => {
      await stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

const apiOf =
  (url: string, apiKey: string): Api =>
  async (method, path, body, headers = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...headers,
        'x-octopus-apikey': apiKey,
        ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return { status: response.status, body: isJson ? JSON.parse(text) : text }
  }

const POLL_MS = 20

/** Waits until `look` gives something, asking now and then; fails with what was waited for. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  limitMs = 30_000,
): Promise<T> {
  const limit = Date.now() + limitMs
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (Date.now() > limit) throw new Error(`Waited ${limitMs} ms in vain for ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

/** Waits until a task is final and answers it. */
export const taskEnded = (api: Api, taskId: string, limitMs = 60_000) =>
  eventually(
    `${taskId} to end`,
    async () => {
      const { body } = await api('GET', `/api/tasks/${taskId}`)
      return body.IsCompleted ? body : undefined
    },
    limitMs,
  )
