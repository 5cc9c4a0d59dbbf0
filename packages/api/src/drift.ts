import type { Client, Query } from './client.ts'
import type { Body, Schema } from './typed.ts'

export type ComponentDrift = Schema<'ComponentDrift'>
export type SuiteDrift = Schema<'SuiteDrift'>
export type Converge = Schema<'Converge'>
export type ConvergeChoice = Body<'convergeProject'>

/** What to look at; a list that is left out does not narrow. */
export interface DriftFilter {
  readonly environments?: readonly string[] | undefined
  readonly tenants?: readonly string[] | undefined
  readonly machines?: readonly string[] | undefined
  readonly includeUpToDate?: boolean
}

/** Machines that have not what they should, by project, environment and tenant. */
export const listDrift = (client: Client, filter: DriftFilter): Promise<readonly ComponentDrift[]> =>
  client.all('~/drift', { ...filter } satisfies Query)

/** The same for a project and the children that it deploys, in the order of its steps. */
export const listProjectDrift = (
  client: Client,
  projectId: string,
  filter: DriftFilter,
): Promise<readonly SuiteDrift[]> => client.all(`~/projects/${projectId}/drift`, { ...filter } satisfies Query)

/** Deploys what is missing, or tells what would be done. `onceKey` marks the request, so that sending it again does nothing more. */
export const convergeProject = (
  client: Client,
  projectId: string,
  choice: ConvergeChoice,
  onceKey: string,
): Promise<Converge> => client.post(`~/projects/${projectId}/converge`, choice, { 'idempotency-key': onceKey })
