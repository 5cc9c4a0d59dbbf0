import { isDeepStrictEqual } from 'node:util'
import type { Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { badRequest, conflict, notFound } from '../../http/errors.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Caller, Space } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { checkReferences, type Reference } from '../references.ts'
import { keepSecrets } from '../secret-fields.ts'
import { checkTags, settleTags } from '../tag-sets/check-tags.ts'
import { checkNesting } from './child-projects.ts'
import { checkDeployReleases } from './deploy-release-actions.ts'
import { lockProcess, updateProcess } from './queries.ts'
import type { ActionDocument, StepDocument } from './schema.ts'
import { settleSteps } from './settle-steps.ts'
import { processOf } from './to-domain.ts'

/**
 * Replaces the steps of the process of a project, or of one of its runbooks. A body that changes nothing writes nothing.
 *
 * Errors: 409 when `Version` is not that of the stored process; 400 with everything that would keep it from working.
 */
export async function saveProcess(
  tx: Tx,
  caller: Caller,
  at: { readonly space: Space; readonly project: Document; readonly runbook?: Document },
  body: { readonly Version: number; readonly Steps: readonly unknown[] },
): Promise<void> {
  const { space, project, runbook } = at
  const owner = runbook ?? project
  const live = await lockProcess(tx, owner.Id)
  if (!live) throw notFound('DeploymentProcess', owner.Id)
  if (body.Version !== live.version) {
    throw conflict(
      `Version: the process was changed by somebody else; it has version ${live.version} now, not ${body.Version}. Read it again and repeat the change.`,
    )
  }
  const settled = settleSteps(body.Steps as readonly StepDocument[])
  const before = live.steps
  const deployed = checkDeployReleases(processOf({ id: live.id, ownerId: owner.Id, steps: settled }))
  const references = [...referencesOf(settled, project.Id), ...deployed.references]
  const fieldProblems = [
    ...(runbook ? problemsOfRunbook(settled) : []),
    ...deployed.problems,
    ...(await checkReferences(tx, { caller, spaceId: space.id, before }, references)),
    ...(await checkActionTags(tx, space.id, settled, before)),
  ]
  const problems =
    fieldProblems.length > 0 || runbook
      ? fieldProblems
      : await checkNesting(tx, space, { id: project.Id, name: project.Name, steps: settled })
  if (problems.length > 0) throw badRequest(...problems)
  const tagged = await withCanonicalTags(tx, space.id, settled)
  const { value: steps, changes } = await keepSecrets(tx, { ownerId: live.id, spaceId: space.id }, tagged)
  if (changes.length === 0 && isDeepStrictEqual(JSON.parse(JSON.stringify(steps)), before)) return
  await updateProcess(tx, live.id, steps)
  await recordEvent(tx, caller, {
    category: 'Modified',
    message: `The ${runbook ? 'runbook' : 'deployment'} process of ${owner.Name} was changed`,
    spaceId: space.id,
    related: [live.id, owner.Id, project.Id],
    details: { before, after: steps, secrets: changes },
  })
}

const actionsOf = (steps: readonly StepDocument[]): { readonly action: ActionDocument; readonly path: string }[] =>
  steps.flatMap((step, index) =>
    step.Actions.map((action, place) => ({ action, path: `Steps[${index}].Actions[${place}]` })),
  )

/** A run has no release, channel or phase, which these types rest on. */
const ONLY_OF_DEPLOYMENTS = new Set(['octopus.deployrelease', 'flotilla.deploychildproject'])

const problemsOfRunbook = (steps: readonly StepDocument[]): string[] =>
  actionsOf(steps).flatMap(({ action, path }) => [
    ...(ONLY_OF_DEPLOYMENTS.has(action.ActionType.toLowerCase())
      ? [`${path}.ActionType: a runbook cannot have a step of the type ${action.ActionType}; a deployment process can.`]
      : []),
    ...(action.Channels.length > 0 ? [`${path}.Channels: a runbook has no channels.`] : []),
  ])

/** A reference made of an expression gets its value only when the step runs. */
const isFixed = (id: string | null): id is string => id !== null && id !== '' && !id.includes('#{')

const referencesOf = (steps: readonly StepDocument[], projectId: string): Reference[] =>
  actionsOf(steps).flatMap(({ action, path }) => [
    { field: `${path}.Environments`, kind: KINDS.environment, ids: action.Environments },
    { field: `${path}.ExcludedEnvironments`, kind: KINDS.environment, ids: action.ExcludedEnvironments },
    { field: `${path}.Channels`, kind: KINDS.channel, ids: action.Channels, projectId },
    { field: `${path}.WorkerPoolId`, kind: KINDS.workerPool, ids: [action.WorkerPoolId].filter(isFixed) },
    {
      field: `${path}.Packages`,
      kind: KINDS.feed,
      ids: action.Packages.map(({ FeedId }) => FeedId).filter(isFixed),
    },
  ])

const checkActionTags = (tx: Tx, spaceId: string, steps: readonly StepDocument[], before: unknown): Promise<string[]> =>
  checkTags(
    { tx, spaceId, before },
    { field: 'TenantTags', scope: 'Tenant', tags: actionsOf(steps).flatMap(({ action }) => action.TenantTags) },
  )

async function withCanonicalTags(tx: Tx, spaceId: string, steps: readonly StepDocument[]): Promise<StepDocument[]> {
  const settle = async (action: ActionDocument) => ({
    ...action,
    TenantTags: await settleTags(tx, spaceId, action.TenantTags),
  })
  const settled: StepDocument[] = []
  for (const step of steps) {
    const actions: ActionDocument[] = []
    for (const action of step.Actions) actions.push(await settle(action))
    settled.push({ ...step, Actions: actions })
  }
  return settled
}
