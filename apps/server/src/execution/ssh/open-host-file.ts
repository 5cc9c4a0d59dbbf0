import { err, ok, type Result } from '@flotilla/kit'
import type { FileRefusal, TargetFile, Ticket } from '@flotilla/work-directory'
import { type Answering, nextFrame, reachHost } from './reach-host.ts'
import type { ScriptHost } from './ssh-transport.ts'

/** Opens a file that a script named. Source: `ScriptTransport.openFile`; domain reference 4.12; reliability reference L7, G6. */
export async function openHostFile(
  host: ScriptHost,
  ticket: Ticket,
  path: string,
): Promise<Result<TargetFile, FileRefusal>> {
  // No file has such a name, and the shell of the host would lose the character.
  if (path.includes('\0')) return err({ kind: 'file-not-found' })
  const opened = await open(host, ticket, path, 0)
  if (!opened.ok) return opened
  const { sizeBytes } = opened.value
  let current: Answering | undefined = opened.value.answering
  return ok({
    sizeBytes,
    async *[Symbol.asyncIterator]() {
      for (let read = 0; read < sizeBytes; ) {
        const frame = current && (await nextFrame(current.frames))
        if (frame?.kind === 'bytes') {
          const bytes = frame.bytes.subarray(0, sizeBytes - read)
          read += bytes.length
          yield bytes
        } else if (!frame) {
          // Cut in the middle: the rest is read anew, if it is still the same length.
          current?.session.release()
          const next = await open(host, ticket, path, read)
          if (!next.ok || next.value.sizeBytes !== sizeBytes) throw notRead()
          current = next.value.answering
        } else if (frame.words[0] === 'done') throw notRead()
      }
    },
    close: async () => current?.session.release(),
  })
}

const notRead = () => Object.assign(new Error('The file ended early.'), { code: 'EIO', syscall: 'read' })

async function open(
  host: ScriptHost,
  ticket: Ticket,
  path: string,
  offset: number,
): Promise<Result<{ readonly sizeBytes: number; readonly answering: Answering }, FileRefusal>> {
  const reached = await reachHost(
    host.run,
    { name: 'read', args: [host.space, ticket, offset], input: () => Buffer.from(path) },
    { timeoutMs: host.reachTimeoutMs },
  )
  if (!reached.ok) return err({ kind: 'not-readable', code: 'EHOSTUNREACH' })
  const { first, session } = reached.value
  if (first[0] === 'file') return ok({ sizeBytes: Number(first[1]), answering: reached.value })
  session.release()
  return err(refusalOf(first))
}

function refusalOf([, kind, isDirectory]: readonly string[]): FileRefusal {
  switch (kind) {
    case 'file-not-found':
    case 'leads-elsewhere':
    case 'closed':
      return { kind }
    case 'not-a-file':
      return { kind, isDirectory: isDirectory === '1' }
    default:
      return { kind: 'not-readable', code: 'EACCES' }
  }
}
