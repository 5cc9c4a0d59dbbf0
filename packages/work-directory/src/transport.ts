import type { Id, Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'

/** Names one attempt: (task, action, target, attempt number). Made and stored before the target is contacted. */
export type Ticket = Id<'Ticket'>

/**
 * Reads a ticket: 1 to 120 letters, digits, `.`, `_` and `-`, the first a letter or digit, so that the name of a work
 * directory can be neither hidden, an option, nor a path. Source: reliability reference H8, J1.
 */
export function parseTicket(
  text: string,
): Result<Ticket, { readonly kind: 'malformed-ticket'; readonly text: string }> {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/.test(text) ? ok(text as Ticket) : err({ kind: 'malformed-ticket', text })
}

export type StreamName = 'stdout' | 'stderr'

/** The first byte wanted of each stream; bytes since the start of the script. */
export type StreamOffsets = { readonly [stream in StreamName]: number }
export const FROM_THE_START: StreamOffsets = { stdout: 0, stderr: 0 }

export interface PayloadFile {
  /** A plain file name in the work directory, of the ticket's alphabet. */
  readonly name: string
  readonly bytes: Uint8Array
}

/** What a ticket runs. Made by `makePayload`, which also computes the hash. */
export interface Payload {
  readonly files: readonly PayloadFile[]
  /** Program and arguments. Runs in the directory `work` below the work directory, so files are `../<name>`. */
  readonly command: readonly [string, ...string[]]
  /** SHA-256 of all the above, in hexadecimal. */
  readonly hash: string
}

/** How a script ended. A shell reports death by signal n as 128+n, so `exit 137` also reads as `SIGKILL`: both fail. */
export type Outcome =
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'signalled'; readonly signal: string; readonly exitCode: number }
  /** Nobody can tell whether, or how, it ended; never a success. `processLeft`: one of its processes was still seen. */
  | { readonly kind: 'unknown'; readonly why: UnknownReason; readonly processLeft: boolean }
  /** It has not begun and never will under this ticket: a new attempt is safe. */
  | { readonly kind: 'never-started'; readonly why: NeverStartedReason }

export type UnknownReason =
  | 'runner-died'
  | 'target-rebooted'
  | 'work-directory-gone'
  | 'work-directory-unsafe'
  /** It could not be reached for so long that it was given up, and may have begun or ended meanwhile. */
  | 'out-of-reach'
  /** What answers there is not what the script was sent to. */
  | 'other-identity'
/** `runner-failed`: the runner could not even claim the ticket (no shell, disk full). */
export type NeverStartedReason = 'claimed-by-recoverer' | 'cancelled-before-start' | 'runner-failed'

export type ExecutionEvent =
  /** The runner holds the ticket: from here on the script has begun, or nobody can tell. Comes first, at most once. */
  | { readonly kind: 'begun' }
  /**
   * The next bytes of one stream, without gap or repetition from the offset asked for. The order of the two streams
   * among each other is a guess.
   */
  | { readonly kind: 'output'; readonly stream: StreamName; readonly offset: number; readonly bytes: Uint8Array }
  /** The target could not keep all of this stream (its disk is full); how much is missing is not known. Before the end. */
  | { readonly kind: 'output-lost'; readonly stream: StreamName }
  /** Comes last, once, after every byte that was written before the end. */
  | { readonly kind: 'ended'; readonly outcome: Outcome }

/**
 * A running or ended script, being followed. Events are read from the files as they are asked for, so a slow reader
 * costs no memory. Iterate it, in one loop, or call `detach`: until then it holds a watcher. Leaving the loop detaches.
 */
export interface Execution extends AsyncIterable<ExecutionEvent> {
  readonly ticket: Ticket
  /** Ends the iteration soon and without an `ended` event. The script runs on. */
  detach(): void
}

export type UnsafeDirectory = {
  readonly kind: 'work-directory-unsafe'
  readonly why: 'link' | 'not-a-directory' | 'other-owner' | 'open-to-others'
}

/** Nothing was started by this call. */
export type StartRefusal =
  /** The target holds this ticket with another payload. */
  | { readonly kind: 'payload-differs'; readonly heldHash: string }
  | UnsafeDirectory
  /** The work directory could not be written (`code` as in `ENOSPC`, `EROFS`, `EACCES`). */
  | { readonly kind: 'not-prepared'; readonly code: string; readonly detail: string }
  /** It could not be reached until the time for that was up, and nothing was sent there that could begin yet. */
  | { readonly kind: 'out-of-reach'; readonly detail: string }
  /** What answers there is not what was planned: another host key, another agent. Source: reliability reference E9, F33. */
  | { readonly kind: 'other-identity'; readonly detail: string }

export type AttachRefusal = StartRefusal

export interface AttachOptions {
  readonly from?: StreamOffsets
  /** The hash stored with the ticket; a work directory with another one is refused. */
  readonly payloadHash?: string
  /**
   * The server knows that the script has begun. Then a missing work directory is `unknown`, where otherwise it would be
   * claimed as `never-started`. Output offsets above 0 say the same.
   */
  readonly hasBegun?: boolean
}

export interface CancelReport {
  /** `true`: no process of the ticket is left and none can begin. Else ask again: a process or a full disk is in the way. */
  readonly noneLeft: boolean
  /** The ticket had not begun; it is now claimed and never will. */
  readonly neverStarted: boolean
  readonly termSent: number
  readonly killSent: number
  /** Process ids that outlived even `KILL` (a process stuck in the kernel). */
  readonly survivors: readonly number[]
  /** Why nobody could look: it was out of reach, and nothing is known of its processes. */
  readonly outOfReach?: string
}

export type CleanUpRefusal =
  /** Secrets are removed all the same; the rest goes when the processes are gone (`sweep`). */
  | { readonly kind: 'process-alive'; readonly processIds: readonly number[] }
  /** It neither ended nor was found dead: its output may still be wanted. */
  | { readonly kind: 'still-running' }
  | UnsafeDirectory
  | { readonly kind: 'not-removed'; readonly code: string; readonly detail: string }
  | { readonly kind: 'out-of-reach'; readonly detail: string }
  | { readonly kind: 'other-identity'; readonly detail: string }

/**
 * A file that scripts need where they run, known by its content: it is sent to a place once, and kept there for as long as it is
 * used. Source: reliability reference G3, G4.
 */
export interface SharedFile {
  /** SHA-256 of the content, in lower-case hexadecimal. */
  readonly sha256: string
  readonly sizeBytes: number
  /** The content from its beginning; for each place that lacks it, and again where a connection was cut. */
  read(): AsyncIterable<Buffer>
}

export interface HeldFile {
  /** The directory of the work directories there, as an absolute path; see `workPathOf` and `heldPathOf`. */
  readonly root: string
  /** Else it was there already. */
  readonly wasSent: boolean
}

export type HoldRefusal = Exclude<StartRefusal, { readonly kind: 'payload-differs' }>

/** A file where the script ran, opened. Iterate it once, and call `close` in any case. */
export interface TargetFile extends AsyncIterable<Buffer> {
  readonly sizeBytes: number
  close(): Promise<void>
}

export type FileRefusal =
  | { readonly kind: 'file-not-found' }
  /** A directory, or something that only looks like a file. */
  | { readonly kind: 'not-a-file'; readonly isDirectory: boolean }
  /** It lies in the work directory by its name, but a link leads out of it. */
  | { readonly kind: 'leads-elsewhere' }
  /** It belongs to the server or to the system. */
  | { readonly kind: 'closed' }
  /** `code` as in `EACCES`. */
  | { readonly kind: 'not-readable'; readonly code: string }

/**
 * Where a script runs: this server, a host over SSH, our agent. All calls may be repeated, also by several servers at
 * once: a ticket's script begins at most once. Source: reliability reference E1-E10, X2.
 */
export interface ScriptTransport {
  /**
   * Prepares the work directory and starts the script; a ticket that has begun already is only followed. `signal` ends the
   * waiting for a place that is out of reach: what was not sent by then never will be.
   */
  start(
    ticket: Ticket,
    payload: Payload,
    from?: StreamOffsets,
    signal?: AbortSignal,
  ): Promise<Result<Execution, StartRefusal>>
  /** Follows a ticket after somebody died. One that has not begun is claimed, so that it never will. */
  attach(ticket: Ticket, options?: AttachOptions): Promise<Result<Execution, AttachRefusal>>
  /**
   * Makes sure that the place holds a file, before a script that needs it is started. What it holds is removed when nobody has
   * asked for it for a day; scripts check its hash before they use it. `signal` ends the sending, with `out-of-reach`.
   */
  holdFile(file: SharedFile, signal?: AbortSignal): Promise<Result<HeldFile, HoldRefusal>>
  /** TERM, 10 s, KILL, to every process that carries the ticket's mark, until none is left. */
  cancel(ticket: Ticket): Promise<CancelReport>
  /** Opens a file that the script named; a relative path is one in its work directory. Possible until `cleanUp`. */
  openFile(ticket: Ticket, path: string): Promise<Result<TargetFile, FileRefusal>>
  /**
   * Removes script, variables and output once result and output are stored on the server. What remains is a tombstone
   * of a few bytes, so that a delayed `start` finds the ticket used up; `sweep` removes it after the retention.
   */
  cleanUp(ticket: Ticket): Promise<Result<void, CleanUpRefusal>>
}
