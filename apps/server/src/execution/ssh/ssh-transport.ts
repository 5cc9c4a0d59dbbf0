import { err, ok, type Result } from '@flotilla/kit'
import {
  type AttachOptions,
  type AttachRefusal,
  type Execution,
  FROM_THE_START,
  type Payload,
  RUNNER_PROGRAM,
  type ScriptTransport,
  type StartRefusal,
  type StreamOffsets,
  type Ticket,
} from '@flotilla/work-directory'
import type { Waiter } from '../transports.ts'
import { cancelOnHost } from './cancel-on-host.ts'
import { tidyUpOnHost } from './clean-up-on-host.ts'
import { endedAsUnknown, followSsh } from './follow-ssh.ts'
import { holdFileOnHost } from './hold-file-on-host.ts'
import { openHostFile } from './open-host-file.ts'
import { type Answering, nextLine, type RunCommand, reachHost } from './reach-host.ts'
import { explainRefusal, refusalOf } from './refusals.ts'
import { tarArchive } from './tar-archive.ts'

export interface SshTransportSettings {
  readonly run: RunCommand
  /** Who waits where a script is started or followed. */
  readonly waiter: Waiter
  /** Tells apart servers that use the same account: a directory in its home, of the ticket's alphabet. */
  readonly space: string
  /** For how long a host may be out of reach before it is given up. */
  readonly reachTimeoutMs: number
  /** Told when the output of a ticket is not needed on the host any more. */
  readonly onStored: (ticket: Ticket) => Promise<void>
  readonly cancelTimes?: { readonly graceMs: number; readonly giveUpMs: number }
}

/** What the parts of the transport share. */
export interface ScriptHost extends SshTransportSettings {
  /** Ended tickets whose session is about to tell whether it has tidied up. */
  readonly tidying: Map<Ticket, Promise<boolean>>
}

/** So long what a session tells of that is remembered. */
const REMEMBERED_MS = 60_000

/** Runs scripts on one host over SSH; its connections are those behind `run`. */
export function createSshTransport(settings: SshTransportSettings): ScriptTransport {
  const host: ScriptHost = { ...settings, tidying: new Map() }
  return {
    start: (ticket, payload, from = FROM_THE_START, signal) => start(host, ticket, payload, { from, signal }),
    attach: (ticket, options = {}) => attach(host, ticket, options),
    holdFile: (file, signal) => holdFileOnHost(host, file, signal),
    cancel: (ticket) => cancelOnHost(host, ticket),
    openFile: (ticket, path) => openHostFile(host, ticket, path),
    cleanUp: (ticket) => tidyUpOnHost(host, ticket),
  }
}

/**
 * One session does it all: takes the payload, starts the runner, tells what the script prints and how it ends. Asked again
 * after a cut the program finds what it has done, so the script begins once (E1, F26).
 */
async function start(
  host: ScriptHost,
  ticket: Ticket,
  payload: Payload,
  { from, signal }: { readonly from: StreamOffsets; readonly signal: AbortSignal | undefined },
): Promise<Result<Execution, StartRefusal>> {
  let sent = 0
  const reached = await reachHost(
    host.run,
    {
      name: 'start',
      args: [host.space, ticket, payload.hash, from.stdout, from.stderr, ...payload.command],
      input: (mark) => {
        if (signal?.aborted) return undefined
        sent += 1
        return archiveOf(payload, `.new.${mark}`)
      },
    },
    {
      timeoutMs: host.reachTimeoutMs,
      away: host.waiter.away,
      back: () => host.waiter.back(sent > 0),
      ...(signal ? { signal } : {}),
    },
  )
  if (!reached.ok) {
    const { kind, detail } = reached.error
    return sent > 0 ? ok(endedAsUnknown(ticket, kind)) : err({ kind, detail })
  }
  const execution = followed(host, ticket, from, payload.hash, reached.value)
  // What refuses the second time may have begun the first time.
  return execution.ok || sent === 1 ? execution : ok(endedAsUnknown(ticket, 'work-directory-unsafe'))
}

function archiveOf(payload: Payload, directory: string): Buffer {
  const own = { name: 'payload', bytes: Buffer.from(payload.hash) }
  // Last: an archive that was cut off is known by its absence.
  const runner = { name: 'runner', bytes: Buffer.from(RUNNER_PROGRAM) }
  const files = [own, ...payload.files, runner].map(({ name, bytes }) => ({ path: `${directory}/${name}`, bytes }))
  return tarArchive([directory, `${directory}/work`], files)
}

async function attach(
  host: ScriptHost,
  ticket: Ticket,
  { from = FROM_THE_START, payloadHash = '-', hasBegun = false }: AttachOptions,
): Promise<Result<Execution, AttachRefusal>> {
  const reached = await reachHost(host.run, attaching(host, ticket, payloadHash, from, hasBegun), {
    timeoutMs: host.reachTimeoutMs,
  })
  if (!reached.ok) return err({ kind: reached.error.kind, detail: reached.error.detail })
  return followed(host, ticket, from, payloadHash, reached.value)
}

const attaching = (host: ScriptHost, ticket: Ticket, hash: string, from: StreamOffsets, hasBegun: boolean) => ({
  name: 'attach',
  args: [host.space, ticket, hash, hasBegun || from.stdout + from.stderr > 0 ? 1 : 0, from.stdout, from.stderr],
})

function followed(
  host: ScriptHost,
  ticket: Ticket,
  from: StreamOffsets,
  payloadHash: string,
  answering: Answering,
): Result<Execution, StartRefusal> {
  if (answering.first[0] === 'refused') {
    answering.session.release()
    const refusal = refusalOf(answering.first)
    return err(
      refusal.kind === 'other' ? { kind: 'not-prepared', code: 'EIO', detail: explainRefusal(refusal) } : refusal,
    )
  }
  const again = (offsets: StreamOffsets, hasBegun: boolean, signal: AbortSignal) =>
    reachHost(host.run, attaching(host, ticket, payloadHash, offsets, hasBegun), {
      timeoutMs: host.reachTimeoutMs,
      away: host.waiter.away,
      back: () => host.waiter.back(true),
      signal,
    })
  return ok(followSsh({ ticket, from, again, ended: (last) => awaitTidying(host, ticket, last) }, answering))
}

function awaitTidying({ tidying }: ScriptHost, ticket: Ticket, { frames, session }: Answering): void {
  const isTidy = nextLine(frames).then((words) => {
    session.release()
    return words?.[0] === 'cleaned'
  })
  tidying.set(ticket, isTidy)
  setTimeout(() => tidying.delete(ticket), REMEMBERED_MS).unref()
}
