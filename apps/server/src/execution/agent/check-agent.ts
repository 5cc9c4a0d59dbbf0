import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import { type ConnectionRefusal, NOBODY_WAITS, type PlaceFacts } from '../transports.ts'
import { ask } from './ask-agent.ts'
import type { AgentReach, AgentWays } from './reach-agent.ts'

/** Asks an agent what its machine is: the answer shows that it is there, and the one that is meant. */
export async function checkAgent(
  ways: AgentWays,
  reach: AgentReach,
  signal: AbortSignal,
): Promise<Result<PlaceFacts & { readonly agentVersion: string }, ConnectionRefusal>> {
  const asked = await ask({ ways, reach, waiter: NOBODY_WAITS, givenUp: signal }, (channel) =>
    channel.send({ op: 'describe' }),
  )
  if (!asked.ok) return err(asked.error)
  const { channel, reply } = asked.value
  channel.release(true)
  if (reply.kind === 'described') return ok(reply.facts)
  const detail = reply.kind === 'failed' ? reply.detail : 'its agent does not say what the machine is'
  return err({ kind: 'out-of-reach', detail })
}
