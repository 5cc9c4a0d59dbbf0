import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import type { ScriptTransport } from '@flotilla/work-directory'

/**
 * How the place where a script runs is reached, and which identity it must have there: fixed when the deployment begins, so
 * that a machine that was replaced meanwhile gets nothing. Source: reliability reference E9.
 */
export type Reach =
  /** The built-in worker: this server's own machine. */
  | { readonly style: 'None' }
  | {
      readonly style: 'Ssh'
      readonly machineId: string
      readonly host: string
      readonly port: number
      /** Of the host's key, as the machine has it; empty when nobody has confirmed one. */
      readonly fingerprint: string
      readonly accountId: string
      readonly proxyId: string | null
    }
  /** An agent that connects to the server; `thumbprint` names its key. */
  | { readonly style: 'TentacleActive'; readonly machineId: string; readonly thumbprint: string }
  | { readonly style: 'other'; readonly machineId: string; readonly communicationStyle: string }

/** Gives the transport to a place, or the sentence that says why there is none. */
export type Transports = (reach: Reach) => Result<ScriptTransport, string>

export function createTransports(transports: { readonly local: ScriptTransport }): Transports {
  return (reach) => {
    switch (reach.style) {
      case 'None':
        return ok(transports.local)
      case 'Ssh':
      case 'TentacleActive':
        return err(`Machines of the style ${reach.style} cannot be reached by this server.`)
      case 'other':
        return err(`Machines of the style ${reach.communicationStyle} cannot be reached by this server.`)
    }
  }
}
