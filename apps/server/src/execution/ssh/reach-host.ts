import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { err, ok, type Result } from '@flotilla/kit'
import type { ConnectFailure } from './connect.ts'
import type { Session } from './ssh-connection.ts'
import { readFrames, type TargetFrame } from './target-frames.ts'
import { targetCommand } from './target-program.ts'

/** An operation on a host that has begun to answer. */
export interface Answering {
  /** The words of its first line. */
  readonly first: readonly string[]
  readonly frames: AsyncIterator<TargetFrame, void>
  readonly session: Session
}

export interface Operation {
  readonly name: string
  readonly args: readonly (string | number)[]
  /**
   * What goes to its standard input, made for the mark of this try; without, the input stays open for orders. Nothing: it is not
   * to be sent any more.
   */
  readonly input?: (mark: string) => Uint8Array | undefined
}

/** Starts a command on the host, as `SshHost.run` does. */
export type RunCommand = (command: string) => Promise<Result<Session, ConnectFailure>>

/** Start-up files may take their time before the program says its first word (reliability F32). */
const FIRST_WORD_LIMIT_MS = 60_000
/** Three of its signs of life, and time for a host that is busy. */
const SILENCE_LIMIT_MS = 60_000

/** Starts an operation once, and gives what `answerTo` does. */
export async function ask(run: RunCommand, operation: Operation): Promise<Result<Answering | null, ConnectFailure>> {
  const begun = await begin(run, operation)
  return begun.ok ? answerTo(operation, begun.value) : begun
}

interface Begun {
  readonly mark: string
  readonly session: Session
}

/** An operation with an input does nothing before that is sent. */
async function begin(run: RunCommand, { name, args }: Operation): Promise<Result<Begun, ConnectFailure>> {
  const mark = randomBytes(16).toString('hex')
  const started = await run(targetCommand(mark, name, args))
  return started.ok ? ok({ mark, session: started.value }) : started
}

/** `null`: it was sent, and the connection was cut before an answer came; it may have done its work. */
async function answerTo(
  operation: Operation,
  { mark, session }: Begun,
): Promise<Result<Answering | null, ConnectFailure>> {
  const { channel } = session
  if (operation.input) {
    const input = operation.input(mark)
    if (!input) {
      session.release()
      return err({ kind: 'refused', detail: 'it was cancelled before it was sent' })
    }
    channel.end(input)
  }
  const all = readFrames(channel as AsyncIterable<Buffer>, mark)
  // The program says something every few seconds, whatever it does: one that is silent stands still.
  const frames = { next: () => withLimit(all.next(), () => session.release(), SILENCE_LIMIT_MS) }
  const first = await withLimit(nextLine(frames), () => session.release(), FIRST_WORD_LIMIT_MS)
  if (!first) {
    session.release()
    return ok(null)
  }
  return ok({ first, frames, session })
}

/** The words of the next line, past all bytes; undefined where the connection was cut. */
export async function nextLine(frames: AsyncIterator<TargetFrame, void>): Promise<readonly string[] | undefined> {
  for (;;) {
    const frame = await nextFrame(frames)
    if (!frame || frame.kind === 'line') return frame?.words
  }
}

/** The next frame; undefined where the connection was cut or the program has ended. */
export async function nextFrame(frames: AsyncIterator<TargetFrame, void>): Promise<TargetFrame | undefined> {
  try {
    const next = await frames.next()
    return next.done ? undefined : next.value
  } catch {
    // A stream of a connection that was cut, or of a host that talks nonsense: its answers are over in either case.
    return undefined
  }
}

async function withLimit<T>(work: Promise<T>, stop: () => void, ms: number): Promise<T> {
  const timer = setTimeout(stop, ms)
  try {
    return await work
  } finally {
    clearTimeout(timer)
  }
}

export type ReachFailure =
  | { readonly kind: 'out-of-reach'; readonly detail: string }
  | { readonly kind: 'other-identity'; readonly detail: string }

/** Between two tries; the last one is repeated. */
const PAUSES_MS = [100, 250, 500, 1_000, 2_000, 4_000, 8_000]

/**
 * Tries again until the host answers, the time for that is up, or trying again makes no sense. Each try that was sent, for
 * which the input was made, may have done its work. `away` and `back` are those of a `Waiter`, told each time; the time begins
 * anew when a host that is back had to wait for its turn. Source: reliability reference F23, F26, F31.
 */
export async function reachHost(
  run: RunCommand,
  operation: Operation,
  limits: {
    readonly timeoutMs: number
    readonly signal?: AbortSignal
    readonly away?: () => void
    readonly back?: () => Promise<void> | undefined
  },
): Promise<Result<Answering, ReachFailure>> {
  let deadline = performance.now() + limits.timeoutMs
  let detail = 'it did not answer'
  for (let tries = 0; ; tries += 1) {
    if (limits.signal?.aborted) return err({ kind: 'out-of-reach', detail })
    const begun = await begin(run, operation)
    const turn = begun.ok ? limits.back?.() : undefined
    if (begun.ok && turn) {
      begun.value.session.release()
      await turn
      deadline = performance.now() + limits.timeoutMs
      continue
    }
    const asked = begun.ok ? await answerTo(operation, begun.value) : begun
    if (asked.ok && asked.value) return ok(asked.value)
    if (!asked.ok && asked.error.kind === 'unreachable') detail = asked.error.detail
    else if (!asked.ok) {
      const kind = asked.error.kind === 'other-identity' ? 'other-identity' : 'out-of-reach'
      return err({ kind, detail: asked.error.detail })
    }
    limits.away?.()
    const pauseMs = PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)]! * (0.75 + Math.random() / 2)
    if (performance.now() + pauseMs > deadline) return err({ kind: 'out-of-reach', detail })
    await delay(pauseMs, undefined, { signal: limits.signal }).catch(() => {})
  }
}
