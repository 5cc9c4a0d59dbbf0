import { Worker } from 'node:worker_threads'
import { RE2JS } from 're2js'

/** A pattern of a user may take this long where the linear engine cannot run it (reliability Y1). */
const LIMIT_MS = 100
const LONGEST_PATTERN = 1_000

const SEARCH = `
const { parentPort, workerData: { pattern, text } } = require('node:worker_threads')
parentPort.postMessage(new RegExp(pattern).test(text))`

/**
 * Whether a pattern that a user wrote is found in a text. It runs in the linear engine; what that refuses and the field uses
 * (look-ahead, as in `^(?!beta).+`) runs in a thread that is killed after 100 ms.
 *
 * Errors: throws a sentence that names the pattern.
 */
export async function searchPattern(pattern: string, text: string): Promise<boolean> {
  if (pattern.length > LONGEST_PATTERN)
    throw new Error(`The pattern '${pattern.slice(0, 40)}…' is longer than ${LONGEST_PATTERN} characters.`)
  try {
    return RE2JS.compile(pattern).matcher(text).find()
  } catch {
    return searchInThread(pattern, text)
  }
}

function searchInThread(pattern: string, text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(SEARCH, {
      eval: true,
      workerData: { pattern, text },
      resourceLimits: { maxOldGenerationSizeMb: 32 },
    })
    const end = (finish: () => void) => {
      clearTimeout(timer)
      void worker.terminate()
      finish()
    }
    let timer: NodeJS.Timeout
    worker.once('online', () => {
      timer = setTimeout(() => end(() => reject(new Error(`The pattern '${pattern}' takes too long.`))), LIMIT_MS)
    })
    worker.once('message', (found: boolean) => end(() => resolve(found)))
    worker.once('error', () => end(() => reject(new Error(`The pattern '${pattern}' cannot be read.`))))
  })
}
