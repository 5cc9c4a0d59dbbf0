import { concurrencyTag } from '@flotilla/domain/deployments'
import { applyPromptedValues, builtInVariables, resolveVariables } from '@flotilla/domain/variables'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { findDocument } from '../../database/documents.ts'
import { loadFormValues } from '../../features/deployments/form-values.ts'
import type { DeploymentRow } from '../../features/deployments/queries.ts'
import { KINDS } from '../../features/kinds.ts'
import { tenantOf } from '../../features/tenants/to-domain.ts'
import { deploymentContext } from '../../features/variables/context.ts'
import { createEvaluator } from '../../features/variables/evaluator.ts'
import { loadVariables } from '../../features/variables/to-domain.ts'
import { placeIds, snapshotIdsOf } from './snapshot-ids.ts'

const NAME = 'octopus.task.concurrencytag'

/**
 * The concurrency tag of a deployment, which a project may set by the variable `Octopus.Task.ConcurrencyTag`. Scoped as usual,
 * but no step or machine is known yet.
 *
 * Source: domain reference 3.5.
 */
export async function tagOf(db: Queryable, deployment: DeploymentRow): Promise<string> {
  const ids = placeIds(deployment)
  const variables = await loadVariables(db, snapshotIdsOf(deployment).variableSetIds)
  if (!variables.some(({ name }) => name.toLowerCase() === NAME)) return concurrencyTag(ids as never)
  const tenantDocument = ids.tenantId ? await findDocument(db, KINDS.tenant, ids.tenantId) : undefined
  const tenant = tenantDocument ? tenantOf(tenantDocument) : null
  const context = deploymentContext({ ...ids, channelId: deployment.channel_id, tenant })
  const answers = new Map(Object.entries(await loadFormValues(db, deployment)))
  const answered = applyPromptedValues(variables, answers, context)
  const known = builtInVariables(
    new Map([
      ...(await namesOf(db, deployment)),
      ...(tenant
        ? ([
            ['Octopus.Deployment.Tenant.Id', tenant.id],
            ['Octopus.Deployment.Tenant.Name', tenant.name],
          ] as const)
        : []),
    ]),
  )
  const resolved = resolveVariables([...(answered.ok ? answered.value : variables), ...known], context)
  const own = resolved.values.get(NAME)
  const projectTag = own ? createEvaluator(resolved)(own.value).text : null
  return concurrencyTag({ ...ids, projectTag } as never)
}

/** What a tag may be made of. */
async function namesOf(db: Queryable, deployment: DeploymentRow): Promise<readonly (readonly [string, string])[]> {
  const { rows } = await sql<{ project: string; environment: string; channel: string; version: string }>`
    select project.name as project, environment.name as environment, channel.name as channel, release.version
    from release join project on project.id = release.project_id join channel on channel.id = release.channel_id,
      environment where release.id = ${deployment.release_id} and environment.id = ${deployment.environment_id}`.execute(
    db,
  )
  const found = rows[0]
  return [
    ['Octopus.Space.Id', deployment.space_id],
    ['Octopus.Project.Id', deployment.project_id],
    ['Octopus.Project.Name', found?.project ?? ''],
    ['Octopus.Environment.Id', deployment.environment_id],
    ['Octopus.Environment.Name', found?.environment ?? ''],
    ['Octopus.Release.Id', deployment.release_id],
    ['Octopus.Release.Number', found?.version ?? ''],
    ['Octopus.Release.Channel.Id', deployment.channel_id],
    ['Octopus.Release.Channel.Name', found?.channel ?? ''],
    ['Octopus.Deployment.Id', deployment.id],
  ]
}
