import type { StreamName } from '@flotilla/work-directory'
import { type HeldLines, maskLines, NOTHING_HELD } from './held-lines.ts'
import type { Masker } from './masker.ts'
import type { LogLine } from './output-items.ts'

/** A line of a script's output, or (without a stream) of the server about it. */
export type OutputLine = Pick<LogLine, 'stream' | 'category' | 'text'>

/** What is held back of each stream. Plain JSON. */
export type HeldOutput = { readonly [stream in StreamName]: HeldLines<OutputLine> }

export const NO_HELD_OUTPUT: HeldOutput = { stdout: NOTHING_HELD, stderr: NOTHING_HELD }

/** Lines are held no longer than this when nothing more comes. Source: reliability reference M2. */
export const HOLD_MS = 1_000

export const isHolding = (held: HeldOutput): boolean => held.stdout.lines.length + held.stderr.lines.length > 0

/** Masks lines of both streams, each stream as one text. What is not known to be safe yet is held, unless `isLast`. */
export function maskOutput(
  held: HeldOutput,
  lines: readonly OutputLine[],
  masker: Masker,
  isLast = false,
): { readonly shown: readonly OutputLine[]; readonly held: HeldOutput } {
  let state = held
  const shown: OutputLine[] = []
  const take = (stream: StreamName, fresh: readonly OutputLine[], isEnd: boolean) => {
    const masked = maskLines(state[stream], fresh, masker, isEnd)
    shown.push(...masked.shown)
    state = { ...state, [stream]: masked.held }
  }
  for (const run of runsOfStream(lines)) {
    const { stream } = run[0]!
    if (stream) take(stream, run, false)
    else shown.push(...run.map((line) => ({ ...line, text: masker.mask(line.text) })))
  }
  if (isLast) {
    take('stdout', [], true)
    take('stderr', [], true)
  }
  return { shown, held: state }
}

/** Neighbours of one stream together. */
function runsOfStream(lines: readonly OutputLine[]): readonly (readonly OutputLine[])[] {
  const runs: OutputLine[][] = []
  for (const line of lines) {
    const last = runs.at(-1)
    if (last?.[0]?.stream === line.stream && last) last.push(line)
    else runs.push([line])
  }
  return runs
}

/** Passes on what comes, and says `silence` once whenever nothing came for `ms` while somebody waits for that. */
export async function* withSilences<T>(
  source: AsyncIterable<T>,
  ms: number,
  isWaitedFor: () => boolean,
): AsyncGenerator<T | 'silence'> {
  const iterator = source[Symbol.asyncIterator]()
  try {
    for (let next = iterator.next(); ; next = iterator.next()) {
      if (isWaitedFor() && (await isSlow(next, ms))) yield 'silence'
      const { done, value } = await next
      if (done) return
      yield value
    }
  } finally {
    await iterator.return?.()
  }
}

async function isSlow(next: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<true>((resolve) => {
    timer = setTimeout(() => resolve(true), ms)
  })
  try {
    return await Promise.race([next.then(() => false), silence])
  } finally {
    clearTimeout(timer)
  }
}
