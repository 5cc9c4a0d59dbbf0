import type { Hello, Refused } from '@flotilla/agent-protocol'
import type { Result } from '@flotilla/kit'

/** Where an agent is connected. */
export interface AgentPlace {
  readonly nodeName: string
  /** Where other servers reach that node. */
  readonly nodeUrl: string
}

/** What the hub asks of the rest of the house, which all nodes share. */
export interface AgentDirectory {
  /**
   * Decides about one who has proved that the key in `hello` is its own, and notes that it is connected to this node. The epoch
   * only grows: of two connections of one agent the one with the higher epoch counts. `answers` asks the program that is connected
   * with that key already, if one is, whether it is there.
   */
  admit(
    hello: Hello,
    address: string,
    answers: () => Promise<boolean>,
  ): Promise<Result<{ readonly epoch: number }, Omit<Refused, 'type'>>>
  /** The connection is gone. */
  left(thumbprint: string, epoch: number): void
  /** Where the agent is connected, as far as anybody knows. */
  find(thumbprint: string): Promise<AgentPlace | undefined>
  /** Whether that key is the machine's own still. */
  isOf(machineId: string, thumbprint: string): Promise<boolean>
  /** Resolves when something about this agent may have changed, at the latest after `limitMs`. */
  changed(thumbprint: string, limitMs: number): Promise<void>
  /** The agent broke a rule of the protocol. */
  misbehaved(thumbprint: string, what: string): void
}
