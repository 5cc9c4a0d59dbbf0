import type { AccessScope, Grant, Permission } from '@flotilla/domain/access'
import { mayDo } from '@flotilla/domain/access'
import type { ChildPlan, MissingComponent } from '@flotilla/domain/suites'
import type { Clock } from '@flotilla/kit'
import type { Database } from '../database/connection.ts'
import type { Signals } from '../database/signals.ts'
import type { Ssh } from '../execution/index.ts'
import { forbidden } from '../http/errors.ts'
import { routeDefiner } from '../http/route.ts'
import type { StreamLimit } from '../http/stream-limit.ts'
import type { OutboundFetch } from '../outbound/index.ts'
import type { StepDocument } from './processes/schema.ts'

/** Who acts: a person or service that signed in, or the server itself. What is written to events comes from here. */
export interface Caller {
  readonly userId: string
  readonly username: string
  readonly displayName: string
  readonly isService: boolean
  readonly establishedWith: string
  /** The key, session or token that was sent; nothing for the server itself. */
  readonly credentialId?: string
  readonly userAgent: string
  readonly ipAddress: string
  readonly grants: readonly Grant[]
}

export interface Space {
  readonly id: string
  readonly name: string
}

/** What features may ask of the engine. */
export interface TaskStarter {
  /** Starts the workflow of a task whose transaction has committed. Returns at once; a sweep repeats what fails. */
  begin(taskId: string): void
}

/** A deployment that somebody thinks of: what would its steps do to child projects? */
export interface SuitePlanAsk {
  readonly releaseId: string
  readonly environmentId: string
  readonly tenantId: string | null
  readonly specificMachineIds: readonly string[]
  readonly excludedMachineIds: readonly string[]
  readonly formValues: Readonly<Record<string, string>>
  /** What is asked and not answered as it must be keeps its default; otherwise the plan is refused. */
  readonly takesDefaults?: boolean
  /** Which machines lack which project, for a deployment that brings only what is missing; null for any other. */
  readonly missing: readonly MissingComponent[] | null
  /** Steps that take the place of those of the release: of a process that somebody is about to save. */
  readonly steps?: readonly StepDocument[] | undefined
}

/** One step that deploys a child project: its plan, or why it would not run. */
export interface PlannedChild {
  readonly actionId: string
  readonly actionName: string
  readonly stepName: string
  readonly projectName: string
  readonly plan: ChildPlan | null
  /** Sentences in the order in which things were decided; the last one says what comes of it. */
  readonly reasons: readonly string[]
}

/** What features work with. */
export interface Deps {
  readonly database: Database
  readonly signals: Signals
  readonly clock: Clock
  readonly tasks: TaskStarter
  /**
   * Plans every child of suites as deployments would, and changes nothing. Several are planned together, each for itself.
   */
  readonly planSuites: (caller: Caller, asks: readonly SuitePlanAsk[]) => Promise<readonly (readonly PlannedChild[])[]>
  readonly nodeName: string
  /** The address that people and scripts reach this server at, without a slash at its end. */
  readonly serverUri: () => string
  /** That address where somebody has set it, and not only what this node listens on. */
  readonly publicUrl: string | undefined
  /** Places for streams that stay open. */
  readonly streams: StreamLimit
  readonly version: string
  /** A larger artifact is refused. */
  readonly maxArtifactBytes: number
  /** A larger package is refused. */
  readonly maxPackageBytes: number
  /** The only way to call somebody else's server. */
  readonly outboundFetch: OutboundFetch
  /** Looks at the key that a host shows to anybody. */
  readonly hostKeyOf: Ssh['hostKey']
}

/** Declares a route of this server. */
export const route = routeDefiner<Caller, Space, Permission>()
export type AppRoute = ReturnType<typeof route>

/** Refuses with 403 unless the caller holds the permission there. */
export function require(caller: Caller, permission: Permission, scope: AccessScope): void {
  if (!mayDo(caller.grants, permission, scope)) throw forbidden(permission)
}

/** `/api/Spaces-1`: where links of a space begin. */
export const spaceAddress = (spaceId: string): string => `/api/${spaceId}`
