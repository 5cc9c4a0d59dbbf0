// Starts and stops the server of the demo, and talks to it.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'

const READY = /Flotilla is ready at (\S+)/
const START_LIMIT_MS = 90_000
const POLL_MS = 100

/**
 * Starts the built server on port 8080, or any free one when that is taken. `ready` gives its address. Its output stays in
 * memory.
 */
export async function startServer({ dataDir, adminKey, adminPassword }) {
  const child = spawn(process.execPath, ['apps/server/dist/start.js'], {
    env: {
      ...process.env,
      FLOTILLA_PORT: (await isFree(8080)) ? '8080' : '0',
      FLOTILLA_HOST: '127.0.0.1',
      FLOTILLA_DATA_DIR: dataDir,
      FLOTILLA_NODE_NAME: 'demo',
      FLOTILLA_ADMIN_USERNAME: 'admin',
      FLOTILLA_ADMIN_PASSWORD: adminPassword,
      FLOTILLA_ADMIN_API_KEY: adminKey,
      // The demo has a database of its own, whatever this shell has set.
      DATABASE_URL: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let ended = null
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      ended = signal ?? `code ${code}`
      resolve(ended)
    })
  })
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes) => {
      output = `${output}${bytes}`.slice(-4_000)
    })
  const ready = eventually('the server to start', START_LIMIT_MS, () => {
    if (ended) throw new Error(`The server ended with ${ended}:\n${output}`)
    return READY.exec(output)?.[1]
  })
  return {
    ready,
    exited,
    output: () => output,
    stop: async () => {
      if (!ended) child.kill('SIGTERM')
      await exited
    },
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/** Requests as one user. A refusal is an error that carries the server's sentences. */
export function apiOf(url, apiKey) {
  return async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { 'x-octopus-apikey': apiKey, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await response.text()
    const answer = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text
    if (response.ok) return answer
    const sentences = [...new Set([answer.ErrorMessage, ...(answer.Errors ?? [])].filter(Boolean))]
    throw Object.assign(new Error(`${method} ${path}: ${sentences.join(' ') || text}`), {
      status: response.status,
      sentences,
    })
  }
}

/** Runs a command of the `flotilla` program against the server; answers what it printed. */
export async function flotilla(settings, ...args) {
  const child = spawn(process.execPath, ['apps/cli/bin/flotilla.js', ...args], { env: { ...process.env, ...settings } })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes) => {
      output += bytes
    })
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`flotilla ${args.join(' ')} ended with ${code}:\n${output}`)
  return output.trim()
}

/** Waits until `look` gives something; fails with what was waited for. */
export async function eventually(what, limitMs, look) {
  const limit = Date.now() + limitMs
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > limit) throw new Error(`Waited ${limitMs / 1_000} s in vain for ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}
