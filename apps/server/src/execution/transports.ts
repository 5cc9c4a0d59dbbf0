import type { Result } from '@flotilla/kit'
import { err, ok } from '@flotilla/kit'
import type { ScriptTransport } from '@flotilla/work-directory'

/**
 * How the place where a script runs is reached, and which identity it must have there: fixed when the deployment begins, so
 * that a machine that was replaced meanwhile gets nothing. Source: reliability reference E9.
 */
export type Reach = ReachStyle & {
  /**
   * For how long a place that does not answer is tried again before a transport refuses with `out-of-reach`; 0: it is tried
   * once. From the machine's policy; missing in what an older server stored. Source: domain reference 6.6 (RPC retry).
   */
  readonly reachTimeoutMs?: number
}

/** Where nothing says how long it is tried. Source: domain reference 6.6. */
export const REACH_TIMEOUT_MS = 150_000

type ReachStyle =
  /** This server's own machine, or a worker: that of the pool named here, else of the one that the step or the space says. */
  | { readonly style: 'None'; readonly workerPoolId?: string }
  | {
      readonly style: 'Ssh'
      readonly machineId: string
      readonly host: string
      readonly port: number
      /** Of the host's key, as the machine has it; empty when nobody has confirmed one. */
      readonly fingerprint: string
      readonly accountId: string
      readonly proxyId: string | null
      /** The machine that the connection goes through. */
      readonly via?: Extract<ReachStyle, { style: 'Ssh' }> | null
    }
  /** An agent that connects to the server; `thumbprint` names its key. */
  | { readonly style: 'TentacleActive'; readonly machineId: string; readonly thumbprint: string }
  | { readonly style: 'other'; readonly machineId: string; readonly communicationStyle: string }

/** What a place says of itself once it was reached; empty text where it cannot tell. */
export interface PlaceFacts {
  readonly operatingSystem: string
  readonly operatingSystemVersion: string
  readonly shellName: string
  readonly shellVersion: string
  readonly architecture: string
}

export type ConnectionRefusal =
  /** Nothing answered until the time for that was up, or what answered let nobody in. */
  | { readonly kind: 'out-of-reach'; readonly detail: string }
  /** What answers there is not what was confirmed: another host key, another agent. Source: reliability reference E9. */
  | { readonly kind: 'other-identity'; readonly detail: string }
  /** This server has no way to places of that style. */
  | { readonly kind: 'not-offered'; readonly detail: string }

/**
 * Connects to a place, makes sure that it is the one that is meant, and asks what it is. Tries again for the reach's
 * `reachTimeoutMs`. `signal` ends it early, with `out-of-reach`.
 */
export type CheckConnection = (reach: Reach, signal: AbortSignal) => Promise<Result<PlaceFacts, ConnectionRefusal>>

/** Who waits for a place that is away, told by the transport that starts or follows a script there. */
export interface Waiter {
  /** Nothing answers: until it is back, nothing is done there for the server. May be said again. */
  readonly away: () => void
  /**
   * It answers again; `undefined`: go on at once. What was not sent yet may have to wait, and by the end of that the place may be
   * away again, so nothing is held there meanwhile. What was sent may be running already and is never kept waiting. Cancelling
   * ends the waiting, so look for it afterwards.
   */
  readonly back: (wasSent: boolean) => Promise<void> | undefined
}

/** For scripts that hold nothing while they wait. */
export const NOBODY_WAITS: Waiter = { away: () => {}, back: () => undefined }

/** Gives the transport to a place, or the sentence that says why there is none. */
export type Transports = (reach: Reach, waiter?: Waiter) => Result<ScriptTransport, string>

export function createTransports(transports: {
  readonly local: ScriptTransport
  readonly agent: (reach: Extract<Reach, { readonly style: 'TentacleActive' }>, waiter?: Waiter) => ScriptTransport
  readonly ssh: (reach: Extract<Reach, { readonly style: 'Ssh' }>, waiter?: Waiter) => ScriptTransport
}): Transports {
  return (reach, waiter) => {
    switch (reach.style) {
      case 'None':
        return ok(transports.local)
      case 'TentacleActive':
        return ok(transports.agent(reach, waiter))
      case 'Ssh':
        return ok(transports.ssh(reach, waiter))
      case 'other':
        return err(`Machines of the style ${reach.communicationStyle} cannot be reached by this server.`)
    }
  }
}
