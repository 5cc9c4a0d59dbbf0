import type { Client, Query } from './client.ts'
import { listItems } from './pages.ts'
import type { Named } from './resources.ts'

/** What the wire holds of the resources that people set up, as far as clients read it. Source: API reference 5. */

export interface Project extends Named {
  readonly Slug: string
  readonly Description: string
  readonly IsDisabled: boolean
  readonly ProjectGroupId: string
  readonly LifecycleId: string
  readonly TenantedDeploymentMode: string
  readonly DefaultGuidedFailureMode: string
  readonly IncludedLibraryVariableSetIds: readonly string[]
  readonly VariableSetId: string
}

export interface ProjectGroup extends Named {
  readonly Description: string
}

export interface Environment extends Named {
  readonly Slug: string
  readonly Description: string
  readonly UseGuidedFailure: boolean
  readonly AllowDynamicInfrastructure: boolean
}

export interface Lifecycle extends Named {
  readonly Description: string
  readonly Phases: readonly {
    readonly Name: string
    readonly AutomaticDeploymentTargets: readonly string[]
    readonly OptionalDeploymentTargets: readonly string[]
    readonly IsOptionalPhase: boolean
  }[]
}

export interface Tenant extends Named {
  readonly Slug: string
  readonly Description: string
  readonly IsDisabled: boolean
  readonly TenantTags: readonly string[]
  /** By project: the environments that the tenant has it in. */
  readonly ProjectEnvironments: Readonly<Record<string, readonly string[]>>
}

export interface Channel extends Named {
  readonly ProjectId: string
  readonly Description: string
  /** Null: that of the project. */
  readonly LifecycleId: string | null
  readonly IsDefault: boolean
  readonly TenantTags: readonly string[]
  readonly Rules: readonly { readonly VersionRange: string; readonly Tag: string }[]
}

export interface LibraryVariableSet extends Named {
  readonly VariableSetId: string
}

/** The collections of a space that are listed, read, created, replaced and deleted alike. */
export interface Documents {
  readonly projects: Project
  readonly projectgroups: ProjectGroup
  readonly environments: Environment
  readonly lifecycles: Lifecycle
  readonly tenants: Tenant
  readonly channels: Channel
}

type Kind = keyof Documents

export const listDocuments = <K extends Kind>(
  client: Client,
  kind: K,
  query?: Query,
  limit?: number,
): Promise<readonly Documents[K][]> => listItems(client, `~/${kind}`, query, limit)

export const loadDocument = <K extends Kind>(client: Client, kind: K, id: string): Promise<Documents[K]> =>
  client.get(`~/${kind}/${encodeURIComponent(id)}`)

/** What is left out gets its default. */
export const createDocument = <K extends Kind>(
  client: Client,
  kind: K,
  document: Partial<Documents[K]> & Pick<Named, 'Name'>,
): Promise<Documents[K]> => client.post(`~/${kind}`, document)

/** A copy of a project or tenant under another name. */
export const cloneDocument = <K extends 'projects' | 'tenants'>(
  client: Client,
  kind: K,
  sourceId: string,
  document: Partial<Documents[K]> & Pick<Named, 'Name'>,
): Promise<Documents[K]> => client.post(`~/${kind}?clone=${encodeURIComponent(sourceId)}`, document)

/** Changes what `change` names; the rest stays. */
export const changeDocument = <K extends Kind>(
  client: Client,
  kind: K,
  before: Documents[K],
  change: Partial<Documents[K]>,
): Promise<Documents[K]> => client.put(`~/${kind}/${before.Id}`, { ...before, ...change })

export const deleteDocument = (client: Client, kind: Kind, id: string): Promise<unknown> =>
  client.delete(`~/${kind}/${encodeURIComponent(id)}`)
