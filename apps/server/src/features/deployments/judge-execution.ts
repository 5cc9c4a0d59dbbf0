import type { ActionId, TargetId } from '@flotilla/domain'
import { type DeploymentPreview, judgeMachineSelection } from '@flotilla/domain/deployments'
import { judgeSkips } from '@flotilla/domain/processes'
import type { MissingComponent } from '@flotilla/domain/suites'
import { applyPromptedValues, explainPromptRefusal } from '@flotilla/domain/variables'
import { err, ok, type Result } from '@flotilla/kit'
import type { Queryable } from '../../database/connection.ts'
import { findDocument } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { KINDS } from '../kinds.ts'
import { tenantOf } from '../tenants/to-domain.ts'
import type { LoadedTemplateValues } from '../variables/template-values.ts'
import { accountProblems } from './account-problems.ts'
import {
  connectivityOf,
  frozenOf,
  loadDeploymentWorld,
  ownMachines,
  type Place,
  previewOf,
  promptContext,
  snapshotsOf,
} from './deployment-world.ts'
import type { ExecutionSource } from './execution.ts'

/** What is asked for with every deployment and every run. Empty `specificMachineIds` means that nobody chose machines. */
export interface ExecutionAsk {
  readonly environmentId: string
  readonly tenantId: string | null
  readonly specificMachineIds: readonly string[]
  readonly excludedMachineIds: readonly string[]
  readonly skipActions: readonly string[]
  readonly formValues: Readonly<Record<string, string>>
  /** Tells which answers are not to be shown, beside those of sensitive prompts: a parent hands down its secrets. */
  readonly holdsSecret?: (value: string) => boolean
  /** Null: as the project, or the runbook, and the environment say. */
  readonly useGuidedFailure: boolean | null
  readonly comments: string
  readonly queueTime: Date | null
  readonly queueTimeExpiry: Date | null
  readonly priority: string
  readonly forcePackageDownload: boolean
  /** Which machines lack which project, for a deployment that brings only what is missing. */
  readonly missing?: readonly MissingComponent[] | null
}

/** The environment and tenant that are asked for. Errors: a sentence that names the field. */
export async function findPlace(
  db: Queryable,
  spaceId: string,
  ask: Pick<ExecutionAsk, 'environmentId' | 'tenantId'>,
): Promise<Result<Place, string>> {
  const [environment, tenant] = await Promise.all([
    findDocument(db, KINDS.environment, ask.environmentId, { spaceId }),
    ask.tenantId ? findDocument(db, KINDS.tenant, ask.tenantId, { spaceId }) : undefined,
  ])
  if (!environment) return err(`EnvironmentId: the environment '${ask.environmentId}' does not exist.`)
  const named = { id: environment.Id, name: environment.Name }
  if (!ask.tenantId) return ok({ environment: named, tenant: null })
  if (!tenant) return err(`TenantId: the tenant '${ask.tenantId}' does not exist.`)
  return ok({ environment: named, tenant: tenantOf(tenant) })
}

/** What stands against an execution in a place that it may go to: one sentence per problem, naming its field. */
export async function executionProblems(
  db: Queryable,
  source: ExecutionSource,
  place: Place,
  ask: ExecutionAsk,
  templates: LoadedTemplateValues,
  now: number,
): Promise<string[]> {
  const deployment = await loadDeploymentWorld(db, snapshotsOf(source), place.environment.id)
  const context = promptContext(source, place)
  const variables = [...deployment.variables, ...templates.variables]
  const answered = applyPromptedValues(variables, new Map(Object.entries(ask.formValues)), context)
  const choice = {
    ...ownMachines(source, place, {
      specific: ask.specificMachineIds.map(canonicalId),
      excluded: ask.excludedMachineIds.map(canonicalId),
      missing: ask.missing ?? null,
    }),
    skipActions: ask.skipActions,
  }
  const spaceId = frozenOf(source).space_id
  return [
    ...scheduleProblems(ask, now),
    ...missingTemplateProblems(place, templates),
    ...(answered.ok ? [] : answered.error.map((refusal) => `FormValues: ${explainPromptRefusal(refusal)}`)),
    ...(await accountProblems(
      db,
      answered.ok ? answered.value : variables,
      { spaceId, ...place },
      { context, preview: () => previewOf(source, deployment, place, choice) },
    )),
    ...skipProblems(source, judgeSkips(deployment.process, ask.skipActions as readonly ActionId[])),
    ...(await machineProblems(db, source, previewOf(source, deployment, place, choice), place, ask)),
    ...(deployment.process.steps.length === 0 ? [emptyProblem(source)] : []),
  ]
}

const emptyProblem = (source: ExecutionSource): string =>
  'release' in source
    ? `ReleaseId: release ${source.release.version} has no deployment steps.`
    : `RunbookSnapshotId: snapshot ${source.snapshot.name} of runbook ${source.runbook.Name} has no steps.`

function scheduleProblems({ queueTime, queueTimeExpiry }: ExecutionAsk, now: number): string[] {
  if (!queueTimeExpiry) return []
  const from = queueTime?.getTime() ?? now
  return queueTimeExpiry.getTime() > from ? [] : ['QueueTimeExpiry: must be after QueueTime.']
}

/** A tenant must have a value for whatever is asked of it and has no default (domain reference 5.8). */
const missingTemplateProblems = ({ tenant, environment }: Place, { missing }: LoadedTemplateValues): string[] =>
  missing.map(
    ({ template, ownerName }) =>
      `TenantId: ${tenant?.name} has no value in ${environment.name} for ${template.label.trim() || template.name} (${template.name} of ${ownerName}), which has no default. Set it among the tenant's variables.`,
  )

const skipProblems = (source: ExecutionSource, skips: ReturnType<typeof judgeSkips>): string[] =>
  skips.ok
    ? []
    : skips.error.map((refusal) =>
        refusal.kind === 'required-action'
          ? `SkipActions: the step ${refusal.name} is required and cannot be skipped.`
          : `SkipActions: the ${'release' in source ? 'release' : 'runbook'} has no step with the id '${refusal.actionId}'.`,
      )

async function machineProblems(
  db: Queryable,
  source: ExecutionSource,
  preview: DeploymentPreview,
  place: Place,
  ask: ExecutionAsk,
): Promise<string[]> {
  const specific = ask.specificMachineIds.map(canonicalId)
  const excluded = ask.excludedMachineIds.map(canonicalId)
  const named = [...specific, ...excluded]
  const known =
    named.length === 0
      ? []
      : await db
          .selectFrom('machine')
          .select('id')
          .where('space_id', '=', frozenOf(source).space_id)
          .where('id', 'in', named)
          .execute()
  const judged = judgeMachineSelection({
    preview,
    specific: specific as TargetId[],
    excluded: excluded as TargetId[],
    knownIds: new Set(known.map(({ id }) => id as TargetId)),
    // What is missing may be missing of the children only.
    allowNoTargets: connectivityOf(source).allowNoTargets || (ask.missing ?? null) !== null,
  })
  if (judged.ok) return []
  if (judged.error.kind === 'unknown-machines') {
    return judged.error.targetIds.map((id) => {
      const field = specific.includes(id) ? 'SpecificMachineIds' : 'ExcludedMachineIds'
      return `${field}: the machine '${id}' does not exist.`
    })
  }
  const chosen = specific.length > 0 ? ' among the machines that were chosen' : ''
  return [
    `SpecificMachineIds: no machine in ${place.environment.name} is suitable for ${judged.error.actionNames.join(', ')}${chosen}.`,
  ]
}
