import { err, ok, type Result } from '@flotilla/kit'
import type { ConnectionRefusal, PlaceFacts } from '../transports.ts'
import { nextLine, type RunCommand, reachHost } from './reach-host.ts'
import { explainRefusal, refusalOf } from './refusals.ts'

/** Connects, and asks a host what it is and whether it has what scripts need. */
export async function probeHost(
  run: RunCommand,
  space: string,
  limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<Result<PlaceFacts, ConnectionRefusal>> {
  const reached = await reachHost(run, { name: 'probe', args: [space, '-'] }, limits)
  if (!reached.ok) return err({ kind: reached.error.kind, detail: reached.error.detail })
  const { frames, session, first } = reached.value
  limits.signal.addEventListener('abort', () => session.release(), { once: true })
  const said = new Map<string, string>()
  let words: readonly string[] | undefined = first
  for (; words && words[0] !== 'done' && words[0] !== 'refused'; words = await nextLine(frames)) {
    const [name = '', ...rest] = words
    const [field, value] = name === 'os' ? rest.join(' ').split('=', 2) : [name, rest.join(' ')]
    said.set(field ?? '', (value ?? '').replace(/^["']|["']$/g, ''))
  }
  session.release()
  const outOfReach = (detail: string) => err({ kind: 'out-of-reach', detail } as const)
  if (!words) return outOfReach('it broke the connection off')
  const missing = said.get('missing')
  if (missing) return outOfReach(`scripts need what is missing there: ${missing}`)
  if (words[0] === 'refused') return outOfReach(`scripts can't be put there: ${explainRefusal(refusalOf(words))}`)
  const [system = '', , architecture = ''] = (said.get('uname') ?? '').split(' ')
  return ok({
    operatingSystem: said.get('PRETTY_NAME') || system,
    operatingSystemVersion: said.get('VERSION_ID') ?? '',
    shellName: (said.get('shell') ?? '').split('/').at(-1) ?? '',
    shellVersion: '',
    architecture,
  })
}
