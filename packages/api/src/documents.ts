import type { Client, Query } from './client.ts'
import { listItems } from './pages.ts'
import type { Named } from './resources.ts'
import type { Schema } from './typed.ts'

export type Project = Schema<'Project'>
export type ProjectGroup = Schema<'ProjectGroup'>
export type Environment = Schema<'Environment'>
export type Lifecycle = Schema<'Lifecycle'>
export type Tenant = Schema<'Tenant'>
export type Channel = Schema<'Channel'>
export type LibraryVariableSet = Schema<'LibraryVariableSet'>

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
