import { type Hello, type Refused, thumbprintOf } from '@flotilla/agent-protocol'
import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import { type Database, inTransaction } from '../../database/connection.ts'
import type { Signals } from '../../database/signals.ts'
import type { AgentDirectory } from '../../execution/index.ts'
import { errorFacts, logLine } from '../../log.ts'
import { systemCaller } from '../access/authenticate.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { EventCategory } from '../events/vocabulary.ts'
import { findConnection, forgetConnections, noteConnection } from './connections.ts'
import { hostsOf, isHostWith } from './hosts.ts'
import { agentTopic } from './topics.ts'

export interface DirectoryDeps {
  readonly database: Database
  readonly signals: Signals
  readonly nodeName: string
  /** Where other nodes reach this one. */
  readonly nodeUrl: () => string
}

/** Connections that end together are forgotten together. */
const GATHER_MS = 50
/** Of one agent and kind, an event this often tells enough. */
const TOLD_AGAIN_MS = 3_600_000
const MOST_REMEMBERED = 10_000

/** What the hub asks, answered from the database that all nodes share. */
export function createAgentDirectory(deps: DirectoryDeps): AgentDirectory {
  const { database, signals } = deps
  const tell = createTelling(database)
  return {
    admit: (hello, address, answers) => admit(deps, tell, hello, address, answers),
    left: createForgetting(database),
    find: (thumbprint) => findConnection(database, thumbprint),
    isOf: (hostId, thumbprint) => isHostWith(database, hostId, thumbprint),
    changed: (thumbprint, limitMs) => signals.next(agentTopic(thumbprint), limitMs),
    misbehaved: (thumbprint, what) => tell(thumbprint, 'AgentMisbehaved', `broke the protocol: ${what}`),
  }
}

type Tell = (thumbprint: string, category: EventCategory, what: string) => void

async function admit(
  { database, nodeName, nodeUrl }: DirectoryDeps,
  tell: Tell,
  hello: Hello,
  address: string,
  answers: () => Promise<boolean>,
): Promise<Result<{ readonly epoch: number }, Omit<Refused, 'type'>>> {
  const thumbprint = thumbprintOf(hello.publicKey)
  const hosts = await hostsOf(database, thumbprint)
  if (!hosts[0]) {
    const detail = 'No machine has the key of this agent: it was removed, or another machine has taken its place.'
    return err({ why: 'unknown', detail })
  }
  const disabled = { why: 'disabled', detail: 'The machine of this agent is disabled.' } as const
  if (hosts.every(({ is_disabled }) => is_disabled)) return err(disabled)
  // A program that was started again has left its connection behind; a copy of it answers there.
  const instance = hosts[0].connected_instance
  if (instance !== null && instance !== hello.instance && (await answers())) {
    tell(
      thumbprint,
      'AgentCopied',
      `runs twice: another program with its key connected from ${address} and was refused`,
    )
    const detail = 'Another program with the key of this agent is connected. Register this machine as one of its own.'
    return err({ why: 'copy', detail })
  }
  const place = { nodeName, nodeUrl: nodeUrl() }
  const epoch = await noteConnection(database, { thumbprint, hello, address, place, hosts })
  return epoch === undefined ? err(disabled) : ok({ epoch })
}

function createForgetting(database: Database): AgentDirectory['left'] {
  let gone: { thumbprint: string; epoch: number }[] = []
  return (thumbprint, epoch) => {
    gone.push({ thumbprint, epoch })
    if (gone.length > 1) return
    setTimeout(() => {
      const all = gone
      gone = []
      forgetConnections(database, all).catch((error: unknown) =>
        // Nobody is misled: a node that is asked for an agent which is not there says so.
        logLine('warn', 'Connections of agents could not be forgotten', errorFacts(error)),
      )
    }, GATHER_MS).unref()
  }
}

/** Writes an event for each machine of an agent, but not the same one again and again. */
function createTelling(database: Database): Tell {
  const told = new Map<string, number>()
  return (thumbprint, category, what) => {
    const slot = `${category} ${thumbprint}`
    if ((told.get(slot) ?? 0) > performance.now() - TOLD_AGAIN_MS && told.has(slot)) return
    if (told.size > MOST_REMEMBERED) told.clear()
    told.set(slot, performance.now())
    logLine('warn', 'An agent was cut off or refused', { thumbprint, what })
    inTransaction(database, async (tx) => {
      for (const { document } of await hostsOf(tx, thumbprint)) {
        await recordEvent(tx, systemCaller(), {
          category,
          message: `The agent of ${document.Name} ${what}`,
          spaceId: document.SpaceId as string,
          related: [document.Id],
        })
      }
    }).catch((error: unknown) => logLine('warn', 'An event of an agent could not be written', errorFacts(error)))
  }
}
