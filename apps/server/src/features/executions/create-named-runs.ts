import { mayDo } from '@flotilla/domain/access'
import type { Tx } from '../../database/connection.ts'
import { badRequest } from '../../http/errors.ts'
import type { Caller, Space } from '../context.ts'
import { findRunbookParts, type RunbookParts } from '../deployments/execution.ts'
import { KINDS } from '../kinds.ts'
import { loadProcess } from '../processes/to-domain.ts'
import { scopeOfProject } from '../projects/scope.ts'
import { createRun, type RunAsk } from '../runbooks/create-run.ts'
import { findSnapshotByName, type RunbookRunRow } from '../runbooks/queries.ts'
import { refusalOf } from '../runbooks/run-routes.ts'
import { findAllNamed, findNamed, unknown } from './find-named.ts'
import { answersOf, type Choice, findChosen, inWordsOf, placesOf, refuse } from './named-places.ts'

/** Runs of one runbook, asked for in names. */
export interface NamedRuns extends Choice {
  readonly projectName: string
  readonly runbookName: string
  /** Blank: the published one. */
  readonly snapshot: string
  readonly environmentNames: readonly string[]
  /** Null where nobody's run is asked for. */
  readonly tenants: { readonly names: readonly string[]; readonly tags: readonly string[] } | null
  /** Answers to the runbook's questions, by name. */
  readonly variables: Readonly<Record<string, string>>
  readonly common: Pick<
    RunAsk,
    'useGuidedFailure' | 'priority' | 'queueTime' | 'queueTimeExpiry' | 'forcePackageDownload' | 'comments'
  >
}

/** Creates a run for each environment and tenant, or none and says everything that stands against any of them. */
export async function createNamedRuns(
  tx: Tx,
  caller: Caller,
  space: Space,
  ask: NamedRuns,
  now: number,
): Promise<readonly RunbookRunRow[]> {
  const source = await namedSnapshot(tx, caller, space, ask)
  const { snapshot, runbook } = source
  const within = { spaceId: space.id }
  const environments = await findAllNamed(tx, KINDS.environment, 'EnvironmentNames', ask.environmentNames, within)
  const process = await loadProcess(tx, snapshot.process_snapshot_id)
  const chosen = await findChosen(tx, space, { process, what: 'runbook' }, ask)
  const { places, problems: unplaced } = await placesOf(
    tx,
    space,
    snapshot.project_id,
    environments.documents,
    ask.tenants,
  )
  refuse([...environments.problems, ...chosen.problems, ...unplaced])
  const created: RunbookRunRow[] = []
  const problems: string[] = []
  for (const { place, formValues } of await answersOf(tx, source, `runbook ${runbook.Name}`, places, ask.variables)) {
    const run = await createRun(
      tx,
      caller,
      {
        ...ask.common,
        snapshotId: snapshot.id,
        environmentId: place.environment.Id,
        tenantId: place.tenant?.Id ?? null,
        ...chosen.ask,
        formValues,
        forcePackageDownload: ask.common.forcePackageDownload || runbook.ForcePackageDownload === true,
      },
      now,
    )
    if (run.ok) created.push(run.value)
    else if (run.error.kind === 'forbidden') throw refusalOf(run.error)
    else problems.push(...run.error.errors.map((sentence) => inWordsOf(FIELDS, sentence)))
  }
  refuse(problems)
  return created
}

const FIELDS = {
  RunbookId: 'RunbookName',
  RunbookSnapshotId: 'Snapshot',
  EnvironmentId: 'EnvironmentNames',
  TenantId: 'Tenants',
}

async function namedSnapshot(tx: Tx, caller: Caller, space: Space, ask: NamedRuns): Promise<RunbookParts> {
  const project = await findNamed(tx, KINDS.project, ask.projectName, { spaceId: space.id })
  // Who may not see the project's runbooks learns nothing of what is in them.
  if (!project || !mayDo(caller.grants, 'RunbookView', scopeOfProject(project)))
    throw badRequest(unknown('ProjectName', KINDS.project, ask.projectName))
  const runbook = await findNamed(tx, KINDS.runbook, ask.runbookName, { spaceId: space.id, projectId: project.Id })
  if (!runbook) throw badRequest(`RunbookName: project ${project.Name} has no runbook '${ask.runbookName}'.`)
  const published = runbook.PublishedRunbookSnapshotId as string | null
  if (!ask.snapshot && !published)
    throw badRequest(
      `RunbookName: runbook ${runbook.Name} has no published snapshot. Publish one, or name the one to run in Snapshot.`,
    )
  const named = ask.snapshot ? await findSnapshotByName(tx, runbook.Id, ask.snapshot) : undefined
  const source = await findRunbookParts(tx, named?.id ?? (ask.snapshot || published!))
  if (source?.runbook.Id !== runbook.Id)
    throw badRequest(`Snapshot: runbook ${runbook.Name} has no snapshot '${ask.snapshot}'.`)
  return source
}
