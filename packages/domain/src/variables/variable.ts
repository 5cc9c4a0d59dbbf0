import type { ActionId, ChannelId, EnvironmentId, ProjectId, TargetId, TenantId, VariableId } from '../ids.ts'

export const VARIABLE_TYPES = [
  'String',
  'Sensitive',
  'Certificate',
  'AmazonWebServicesAccount',
  'AzureAccount',
  'GoogleCloudAccount',
  'UsernamePasswordAccount',
  'GenericOidcAccount',
  'WorkerPool',
] as const
export type VariableType = (typeof VARIABLE_TYPES)[number]

/** Kinds that only the server writes: they say how strong a value is, not where it applies. Strongest first. */
export const SERVER_SCOPE_KINDS = ['Private', 'ParentDeployment', 'Trigger', 'User', 'ProjectTemplate'] as const

/** Kinds that people write, the most specific first (domain reference 5.3). */
export const USER_SCOPE_KINDS = [
  'Action',
  'Machine',
  'TargetRole',
  'Role',
  'Tenant',
  'TenantTag',
  'Environment',
  'Channel',
  'ProcessOwner',
  'Project',
] as const

export type ServerScopeKind = (typeof SERVER_SCOPE_KINDS)[number]
export type UserScopeKind = (typeof USER_SCOPE_KINDS)[number]
export type ScopeKind = ServerScopeKind | UserScopeKind

/**
 * Where a value applies, keyed by the wire's words: any of the values of a kind, in every kind named.
 * Roles and tags are names (compared without case), the rest are ids.
 */
export type VariableScope = { readonly [Kind in ScopeKind]?: readonly string[] | undefined }

/**
 * Where a value comes from. `order` counts the library sets of a project from 0, the first one winning.
 * `server` is what the server itself adds to one deployment: built-ins, a trigger's or a parent's values, outputs.
 */
export type VariableSource = 'project' | { readonly library: string; readonly order: number } | 'server'

/** Asks for the value when a deployment is created (domain reference 5.5). */
export interface Prompt {
  readonly label: string
  readonly description: string
  readonly isRequired: boolean
  /** `Octopus.ControlType`, `Octopus.SelectOptions` and the like, as the wire has them. */
  readonly displaySettings: Readonly<Record<string, string>>
}

/** One entry of a variable set: several entries may share a name, each with its own scope. */
export interface Variable {
  readonly id: VariableId
  /** Compared without case. */
  readonly name: string
  /** Text, possibly with expressions in it. Null is a value that was never set, or a secret that is withheld. */
  readonly value: string | null
  readonly isSensitive: boolean
  readonly type: VariableType
  readonly scope: VariableScope
  readonly prompt: Prompt | null
  readonly source: VariableSource
  /** The text is inserted as it is: it came from a target or from what people wrote elsewhere, so it is never evaluated. */
  readonly isLiteral?: boolean | undefined
  /** A property of what another entry points to: it is there only where that entry is the value of its name. */
  readonly partOf?: { readonly id: VariableId; readonly name: string } | undefined
}

/** Where a variable is looked up. What is absent or null matches no scope of its kind. */
export interface VariableContext {
  readonly environmentId: EnvironmentId
  readonly channelId: ChannelId | null
  readonly tenantId: TenantId | null
  /** Canonical names, `Set/Tag`. */
  readonly tenantTags: readonly string[]
  readonly projectId?: ProjectId | undefined
  /** The machine that the action runs on or on behalf of; absent where an action runs once. */
  readonly targetId?: TargetId | undefined
  /** Roles of that machine. */
  readonly targetRoles?: readonly string[] | undefined
  /** Roles that the step asks for. */
  readonly stepRoles?: readonly string[] | undefined
  readonly actionId?: ActionId | undefined
  /** The deployment process or runbook that is run, by every id that a scope may call it. */
  readonly processOwners?: readonly string[] | undefined
}
