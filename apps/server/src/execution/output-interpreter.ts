import type { StreamName, StreamOffsets } from '@flotilla/work-directory'
import { type AssemblerState, assembleLines, EMPTY_STREAM, finishLines, MESSAGE_LIMIT_BYTES } from './log-assembler.ts'
import type { LogCategory, LogLine, OutputItem } from './output-items.ts'
import { readEffect } from './read-effect.ts'
import { continuesMessage, endsInsideMessage, parseSegments, type ServiceMessage } from './service-messages.ts'

/** What became of one process's output so far. A value: keep it with the offsets, and go on from it after a crash. */
export interface InterpreterState {
  readonly stdout: StreamState
  readonly stderr: StreamState
}

interface StreamState {
  readonly assembler: AssemblerState
  readonly level: Level
  /** Lines of a service message that has not ended yet. */
  readonly open: OpenMessage | undefined
}

interface OpenMessage {
  readonly text: string
  /** The next line begins inside a quoted value. */
  readonly isInValue: boolean
}

type Level = LogCategory | 'ignored'

export const FRESH_INTERPRETER: InterpreterState = {
  stdout: { assembler: EMPTY_STREAM, level: 'Info', open: undefined },
  stderr: { assembler: EMPTY_STREAM, level: 'Error', open: undefined },
}

/** The level that a message switches its stream to. Source: domain reference 4.8. */
const LEVEL_SWITCHES = new Map<string, readonly [StreamName, Level]>([
  ['stdout-verbose', ['stdout', 'Verbose']],
  ['stdout-highlight', ['stdout', 'Highlight']],
  ['stdout-wait', ['stdout', 'Wait']],
  ['stdout-warning', ['stdout', 'Warning']],
  ['stdout-error', ['stdout', 'Error']],
  ['stdout-ignore', ['stdout', 'ignored']],
  ['stdout-default', ['stdout', 'Info']],
  ['stderr-ignore', ['stderr', 'ignored']],
  ['stderr-error', ['stderr', 'Error']],
  ['stderr-progress', ['stderr', 'Verbose']],
  ['stderr-default', ['stderr', 'Error']],
])

export interface Interpretation {
  readonly state: InterpreterState
  readonly items: readonly OutputItem[]
}

/**
 * Takes in the next chunk of a stream; a chunk (or a part of it) taken in before adds nothing.
 * Source: domain reference 4.8; reliability reference L1-L3, L5, L6.
 */
export function interpretChunk(
  state: InterpreterState,
  chunk: { readonly stream: StreamName; readonly offset: number; readonly bytes: Uint8Array },
): Interpretation {
  const { stream, offset, bytes } = chunk
  const assembled = assembleLines(state[stream].assembler, offset, bytes)
  const next = { ...state, [stream]: { ...state[stream], assembler: assembled.state } }
  return takeLines(next, stream, assembled.lines)
}

/** What is left when the process has ended: last lines without a line end, messages without their end. */
export function finishInterpretation(state: InterpreterState): Interpretation {
  let current = state
  const items: OutputItem[] = []
  for (const stream of ['stdout', 'stderr'] as const) {
    const taken = takeLines(current, stream, finishLines(current[stream].assembler))
    const { assembler, open } = taken.state[stream]
    const done = { ...taken.state[stream], assembler: { ...EMPTY_STREAM, offset: assembler.offset }, open: undefined }
    const rest = open ? takeText(taken.state, stream, open.text) : { state: taken.state, items: [] }
    items.push(...taken.items, ...rest.items)
    current = { ...rest.state, [stream]: { ...done, level: rest.state[stream].level } }
  }
  return { state: current, items }
}

/** The first byte of each stream that has not been taken in. */
export function offsetsOf(state: InterpreterState): StreamOffsets {
  return { stdout: state.stdout.assembler.offset, stderr: state.stderr.assembler.offset }
}

function takeLines(state: InterpreterState, stream: StreamName, lines: readonly string[]): Interpretation {
  let current = state
  const items: OutputItem[] = []
  for (const line of lines) {
    const taken = takeLine(current, stream, line)
    current = taken.state
    items.push(...taken.items)
  }
  return { state: current, items }
}

function takeLine(state: InterpreterState, stream: StreamName, line: string): Interpretation {
  const { open } = state[stream]
  const withOpen = (next: OpenMessage | undefined) => ({ ...state, [stream]: { ...state[stream], open: next } })
  if (!open) {
    if (!endsInsideMessage(line)) return takeText(state, stream, line)
    return { state: withOpen({ text: line, isInValue: hasOpenQuote(line, line.lastIndexOf('##octopus[')) }), items: [] }
  }
  const isContinued = continuesMessage(line, open.isInValue) && open.text.length + line.length < MESSAGE_LIMIT_BYTES
  const text = `${open.text}\n${line}`
  if (isContinued && line.includes(']')) return takeText(withOpen(undefined), stream, text)
  if (isContinued) return { state: withOpen({ text, isInValue: open.isInValue !== hasOpenQuote(line, 0) }), items: [] }
  const given = takeText(withOpen(undefined), stream, open.text)
  const next = takeLine(given.state, stream, line)
  return { state: next.state, items: [...given.items, ...next.items] }
}

const hasOpenQuote = (text: string, from: number) => text.slice(from).split("'").length % 2 === 0

/** A line (or, after an unfinished message, several) with all its messages whole. */
function takeText(state: InterpreterState, stream: StreamName, text: string): Interpretation {
  const segments = parseSegments(text)
  if (segments.length === 0) return { state, items: linesOf(state, stream, '') }
  let current = state
  const items: OutputItem[] = []
  let pending = ''
  const flush = () => {
    if (pending !== '') items.push(...linesOf(current, stream, pending))
    pending = ''
  }
  for (const segment of segments) {
    if (segment.kind === 'text') {
      pending += segment.text
      continue
    }
    const levelSwitch = LEVEL_SWITCHES.get(segment.name.toLowerCase())
    if (levelSwitch) {
      // What stands before the switch has the level from before.
      flush()
      const [switched, level] = levelSwitch
      current = { ...current, [switched]: { ...current[switched], level } }
      continue
    }
    const done = itemOf(segment)
    if (typeof done === 'string') pending += done
    else items.push(done)
  }
  flush()
  return { state: current, items }
}

/** The effect of a message, a line about it, or a text that is to be logged in its place. */
function itemOf(message: ServiceMessage): OutputItem | string {
  const effect = readEffect(message)
  const say = (category: LogCategory, text: string): LogLine => ({ kind: 'line', stream: undefined, category, text })
  switch (effect.kind) {
    case 'malformed':
      return message.raw
    case 'not-allowed':
      return say('Warning', effect.reason)
    case 'unknown-message':
      return say('Verbose', `The service message "${message.name}" is not known and was passed over.`)
    default:
      return effect
  }
}

function linesOf(state: InterpreterState, stream: StreamName, text: string): readonly LogLine[] {
  const { level } = state[stream]
  if (level === 'ignored') return []
  return text.split('\n').map((line) => ({ kind: 'line', stream, category: level, text: line }))
}

/** The state as plain JSON, and back. */
export type SavedInterpreter = { readonly [stream in StreamName]: SavedStream }
type SavedStream = {
  readonly offset: number
  /** Base64. */
  readonly kept: string
  readonly dropped: number
  readonly level: Level
  readonly open: OpenMessage | null
}

export function saveInterpreter(state: InterpreterState): SavedInterpreter {
  const save = ({ assembler, level, open }: StreamState): SavedStream => ({
    offset: assembler.offset,
    kept: Buffer.from(assembler.kept).toString('base64'),
    dropped: assembler.dropped,
    level,
    open: open ?? null,
  })
  return { stdout: save(state.stdout), stderr: save(state.stderr) }
}

export function restoreInterpreter(saved: SavedInterpreter): InterpreterState {
  const restore = ({ offset, kept, dropped, level, open }: SavedStream): StreamState => ({
    assembler: { offset, kept: Buffer.from(kept, 'base64'), dropped },
    level,
    open: open ?? undefined,
  })
  return { stdout: restore(saved.stdout), stderr: restore(saved.stderr) }
}
