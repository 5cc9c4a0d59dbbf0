import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { variableSetIdOf } from '../versioned.ts'

/** Names that the server itself gives to every deployment. Source: domain reference 5.7. */
const BUILT_IN = [
  'Octopus.Action.Id',
  'Octopus.Action.Name',
  'Octopus.Deployment.Comments',
  'Octopus.Deployment.CreatedBy.Username',
  'Octopus.Deployment.Id',
  'Octopus.Deployment.Name',
  'Octopus.Deployment.SpecificMachines',
  'Octopus.Deployment.Tenant.Id',
  'Octopus.Deployment.Tenant.Name',
  'Octopus.Deployment.Trigger.Id',
  'Octopus.Deployment.Trigger.Name',
  'Octopus.Environment.Id',
  'Octopus.Environment.Name',
  'Octopus.Machine.Id',
  'Octopus.Machine.Name',
  'Octopus.Machine.Roles',
  'Octopus.Project.Id',
  'Octopus.Project.Name',
  'Octopus.Release.Channel.Name',
  'Octopus.Release.Id',
  'Octopus.Release.Notes',
  'Octopus.Release.Number',
  'Octopus.Space.Id',
  'Octopus.Space.Name',
  'Octopus.Task.Id',
  'Octopus.Web.ServerUri',
]

/** Names to offer where a variable may be used: the project's, those of its library sets, and the built-in ones. */
export async function loadVariableNames(db: Queryable, owners: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct variable ->> 'Name' as name
    from variable_set, jsonb_array_elements(document -> 'Variables') variable
    where id = any(${owners.map(variableSetIdOf)}::text[])`.execute(db)
  return [...new Set([...rows.map((row) => row.name), ...BUILT_IN])].sort((a, b) =>
    a.toLowerCase() < b.toLowerCase() ? -1 : 1,
  )
}
