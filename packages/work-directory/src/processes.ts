import { readdirSync, readFileSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** A process as `/proc/PID/stat` names it: a pid alone may be given out again, pid and start time are not. */
export interface ProcessName {
  readonly pid: number
  /** Clock ticks since the machine's start. */
  readonly startTime: string
}

/** Reads a line of `/proc/PID/stat`. The program's name stands in brackets and may itself hold spaces and brackets. */
export function parseProcessStat(line: string): (ProcessName & { readonly state: string }) | undefined {
  const pid = Number.parseInt(line, 10)
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  const [state] = fields
  const startTime = fields[19]
  return Number.isSafeInteger(pid) && state && startTime ? { pid, state, startTime } : undefined
}

/** The state letter of a process, or undefined when there is none. */
export function readProcessState(process: Pick<ProcessName, 'pid'> & Partial<ProcessName>): string | undefined {
  const stat = parseProcessStat(readProc(`${process.pid}/stat`) ?? '')
  if (!stat || (process.startTime !== undefined && stat.startTime !== process.startTime)) return undefined
  return stat.state
}

/** A zombie has ended: only its parent has not asked yet. */
export function isAlive(process: ProcessName): boolean {
  const state = readProcessState(process)
  return state !== undefined && state !== 'Z' && state !== 'X'
}

/** Names one start of this machine. */
export function readBootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
}

/** What a process of a ticket carries in its environment. */
export interface Mark {
  readonly ticket: string
  /** The ticket's work directory: tells apart servers on one machine whose tickets have the same names. */
  readonly directory: string
}

/**
 * The ids of all processes that carry the mark. A process is found wherever `setsid` or `nohup` took it, as long as it kept
 * its environment. Source: reliability reference X2.
 */
export async function findMarked(mark: Mark): Promise<readonly number[]> {
  const all = await scan()
  return all.filter((found) => found.ticket === mark.ticket && found.directory === mark.directory).map(({ pid }) => pid)
}

type Marked = Mark & { readonly pid: number }
let running: Promise<readonly Marked[]> | undefined
let queued: Promise<readonly Marked[]> | undefined

/** Callers that come while a scan runs share the next one: its answer must not be older than their question. */
function scan(): Promise<readonly Marked[]> {
  if (queued) return queued
  const previous = running
  const next = (previous ?? Promise.resolve()).then(() => {
    if (queued === next) queued = undefined
    running = next
    return scanNow().finally(() => {
      if (running === next) running = undefined
    })
  })
  queued = next
  return next
}

/** Reading 400 environments takes about 10 ms; other work gets its turn in between. */
const READ_AT_ONCE = 100

async function scanNow(): Promise<readonly Marked[]> {
  const found: Marked[] = []
  const pids = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name))
  for (const [index, pid] of pids.entries()) {
    if (index % READ_AT_ONCE === READ_AT_ONCE - 1) await nextTurn()
    const environment = `\0${readProc(`${pid}/environ`) ?? ''}`
    const ticket = readEntry(environment, 'FLOTILLA_TICKET')
    if (!ticket) continue
    found.push({ pid: Number(pid), ticket, directory: readEntry(environment, 'FLOTILLA_DIRECTORY') ?? '' })
  }
  return found
}

/** `environment` is the raw text of an environ file, with a NUL put before the first entry. */
function readEntry(environment: string, name: string): string | undefined {
  const start = environment.indexOf(`\0${name}=`)
  return start < 0 ? undefined : environment.slice(start + name.length + 2).split('\0', 1)[0]
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(`/proc/${path}`, 'utf8')
  } catch {
    // It has ended meanwhile, or belongs to somebody else and can't be ours.
    return undefined
  }
}
