import { concurrencyTag } from '@flotilla/domain/deployments'
import { applyPromptedValues, builtInVariables, resolveVariables } from '@flotilla/domain/variables'
import type { Queryable } from '../../database/connection.ts'
import { findDocument } from '../../database/documents.ts'
import { knownValues, promptContext } from '../../features/deployments/deployment-world.ts'
import { type Execution, findSource, isDeployment } from '../../features/deployments/execution.ts'
import { loadFormValues } from '../../features/deployments/form-values.ts'
import { KINDS } from '../../features/kinds.ts'
import { tenantOf } from '../../features/tenants/to-domain.ts'
import { createEvaluator } from '../../features/variables/evaluator.ts'
import { loadVariables } from '../../features/variables/to-domain.ts'
import { placeIds, snapshotIdsOf } from './snapshot-ids.ts'

const NAME = 'octopus.task.concurrencytag'

/**
 * The concurrency tag of a deployment or run, which a project may set by the variable `Octopus.Task.ConcurrencyTag`. Scoped as usual,
 * but no step or machine is known yet.
 *
 * Source: domain reference 3.5.
 */
export async function tagOf(db: Queryable, execution: Execution): Promise<string> {
  const ids = { ...placeIds(execution), ...(isDeployment(execution) ? {} : { runbookId: execution.runbook_id }) }
  const variables = await loadVariables(db, snapshotIdsOf(execution).variableSetIds)
  if (!variables.some(({ name }) => name.toLowerCase() === NAME)) return concurrencyTag(ids as never)
  const source = await findSource(db, execution)
  if (!source) throw new Error(`What ${execution.id} was made from is gone.`)
  const [environment, tenant] = await Promise.all([
    findDocument(db, KINDS.environment, ids.environmentId),
    ids.tenantId ? findDocument(db, KINDS.tenant, ids.tenantId) : undefined,
  ])
  const place = {
    environment: { id: ids.environmentId, name: environment?.Name ?? '' },
    tenant: tenant ? tenantOf(tenant) : null,
  }
  const context = promptContext(source, place)
  const answers = new Map(Object.entries(await loadFormValues(db, execution)))
  const answered = applyPromptedValues(variables, answers, context)
  const known = builtInVariables(
    new Map([
      ...knownValues(source, place),
      ['Octopus.Deployment.Id', execution.id],
      ...(isDeployment(execution) ? [] : [['Octopus.RunbookRun.Id', execution.id] as const]),
    ]),
  )
  const resolved = resolveVariables([...(answered.ok ? answered.value : variables), ...known], context)
  const own = resolved.values.get(NAME)
  const projectTag = own ? createEvaluator(resolved)(own.value).text : null
  return concurrencyTag({ ...ids, projectTag } as never)
}
