import { Worker } from 'node:worker_threads'
import { RE2JS } from 're2js'

/** A pattern of a user may take this long in the thread (reliability Y1). */
const LIMIT_MS = 100
const LONGEST_PATTERN = 1_000
/** The linear engine takes less than 10 ms for these; what is longer is searched in the thread. */
const LONGEST_TEXT = 10_000
/** Who finds as many searches before his own is told to come back. */
const MOST_WAITING = 50

const SEARCH = `
const { parentPort } = require('node:worker_threads')
parentPort.on('message', ({ pattern, text }) => {
  let found
  try { found = new RegExp(pattern).test(text) } catch {}
  parentPort.postMessage(found)
})`

/**
 * Whether a pattern that a user wrote is found in a text. It runs in the linear engine; what that refuses and the field uses
 * (look-ahead, as in `^(?!beta).+`, and back-references) and long texts go to a thread that is killed after 100 ms.
 *
 * Errors: throws a sentence that names the pattern. Source: reliability reference Y1.
 */
export async function searchPattern(pattern: string, text: string): Promise<boolean> {
  if (pattern.length > LONGEST_PATTERN)
    throw new Error(`The pattern '${pattern.slice(0, 40)}…' is longer than ${LONGEST_PATTERN} characters.`)
  const linear = text.length <= LONGEST_TEXT ? compile(pattern) : undefined
  return linear ? linear.matcher(text).find() : searchInTurn(pattern, text)
}

function compile(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern)
  } catch {
    return undefined
  }
}

/** The one thread, kept for the next search; none before the first one and after one that was killed. */
let thread: Worker | undefined
let last: Promise<unknown> = Promise.resolve()
let waiting = 0

/** One search after the other, so that they never take more than one processor. */
async function searchInTurn(pattern: string, text: string): Promise<boolean> {
  if (waiting >= MOST_WAITING)
    throw new Error(`The pattern '${pattern}' was not tried: too many patterns are being tried. Try again.`)
  waiting += 1
  const mine = last.then(() => searchInThread(pattern, text)).finally(() => (waiting -= 1))
  last = mine.catch(() => {})
  return mine
}

async function searchInThread(pattern: string, text: string): Promise<boolean> {
  thread ??= await startThread()
  const worker = thread
  return new Promise((resolve, reject) => {
    const end = (finish: () => void) => {
      clearTimeout(timer)
      worker.removeAllListeners('message').removeAllListeners('exit')
      finish()
    }
    const killed = () => {
      thread = undefined
      void worker.terminate()
      reject(new Error(`The pattern '${pattern}' takes too long.`))
    }
    const timer = setTimeout(() => end(killed), LIMIT_MS)
    // Out of memory, for one.
    worker.once('exit', () => end(killed))
    worker.once('message', (found: boolean | undefined) =>
      end(() => (found === undefined ? reject(new Error(`The pattern '${pattern}' cannot be read.`)) : resolve(found))),
    )
    worker.postMessage({ pattern, text })
  })
}

/** Starting a thread takes longer than a search may. */
async function startThread(): Promise<Worker> {
  const worker = new Worker(SEARCH, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 32 } })
  // A search that is under way has a timer that keeps the process; an idle thread must not.
  worker.unref()
  worker.on('error', () => {})
  await new Promise<void>((resolve) => {
    worker.once('online', resolve)
    worker.once('exit', () => resolve())
  })
  return worker
}
