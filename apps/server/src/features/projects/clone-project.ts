import type { SpaceId } from '@flotilla/domain'
import type { Permission } from '@flotilla/domain/access'
import { mayDo } from '@flotilla/domain/access'
import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import { type Document, listDocuments } from '../../database/documents.ts'
import { copySecrets, forgetSecrets, loadSecrets } from '../../database/secrets.ts'
import { forbidden } from '../../http/errors.ts'
import { MOST_ITEMS } from '../../http/paging.ts'
import { recordEvent } from '../audit/record-event.ts'
import { channelResource } from '../channels/resource.ts'
import { type Caller, require } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { lockProcess, updateProcess } from '../processes/queries.ts'
import { projectTriggerResource } from '../project-triggers/resource.ts'
import { createDocument, type Resource, replaceDocument } from '../standard-routes.ts'
import { lockVariableSet, updateVariableSet } from '../variables/queries.ts'
import { loadVariableRights } from '../variables/rights.ts'
import { processIdOf } from '../versioned.ts'
import { projectResource } from './resource.ts'
import { scopeOfProject } from './scope.ts'

type Fields = Readonly<Record<string, unknown>>

/** What the body says of the new project; everything else is as in the source. */
const OWN_FIELDS = ['Name', 'Slug', 'Description', 'LifecycleId', 'ProjectGroupId']

/** A new project and the ids of the source's things in it. */
interface Clone {
  readonly source: Document
  readonly project: Document
  /** Ids of the source, of its process and of its channels, and the ids that stand for them in the new project. */
  readonly idOf: ReadonlyMap<string, string>
}

/**
 * Creates a project like another one: with its settings, channels, process, the variables that the caller may see and the
 * triggers, secrets included. Releases, deployments, tenants' connections and runbooks stay with the source, and so do
 * triggers that run its runbooks.
 *
 * Errors: 403 with the permission that the caller lacks, over the source or over the new project. What has secrets may be
 * copied only by who may change it: in a project of his own he could make a script print them.
 * Source: API reference 5.3.
 */
export async function cloneProject(tx: Tx, caller: Caller, source: Document, body: Fields): Promise<Document> {
  const spaceId = source.SpaceId as string
  require(caller, 'ProcessView', scopeOfProject(source))
  const given = Object.fromEntries(OWN_FIELDS.filter((name) => body[name]).map((name) => [name, body[name]]))
  const { Slug: _slug, ...settings } = source
  const strategy = source.ReleaseCreationStrategy as Fields
  const project = await createDocument(withSecretsOf(source, projectResource), tx, caller, spaceId, {
    ...settings,
    ClonedFromProjectId: source.Id,
    // These point to things of the source.
    ReleaseCreationStrategy: { ...strategy, ChannelId: null },
    AutoDeployReleaseOverrides: [],
    ProvisioningRunbookId: null,
    DeprovisioningRunbookId: null,
    ...given,
  })
  const idOf = new Map([
    [source.Id, project.Id],
    [processIdOf(source.Id), processIdOf(project.Id)],
    ...(await cloneChannels(tx, caller, source, project)),
  ])
  const clone: Clone = { source, project, idOf }
  await keepStrategy(tx, strategy, clone)
  await cloneProcess(tx, caller, clone)
  await cloneVariables(tx, caller, clone)
  await cloneTriggers(tx, caller, clone)
  await recordEvent(tx, caller, {
    category: 'Modified',
    message: `Channels, process, variables and triggers of ${source.Name} were copied to ${project.Name}`,
    spaceId,
    related: [project.Id, source.Id],
  })
  return project
}

/** Creates documents that keep what is stored of the secrets in `original`. */
const withSecretsOf = (original: Document, resource: Resource): Resource => ({
  ...resource,
  complete: async (change, body) => {
    if (await hasSecrets(change.tx, original.Id))
      require(change.caller, resource.permissions.edit, {
        spaceId: original.SpaceId as SpaceId,
        ...resource.scopeOf?.(original),
      })
    await copySecrets(change.tx, original.Id, change.id)
    return resource.complete!(change, body)
  },
})

/** Answers the new channel of each old one. The new project's default channel takes the place of the source's. */
async function cloneChannels(
  tx: Tx,
  caller: Caller,
  source: Document,
  project: Document,
): Promise<readonly (readonly [string, string])[]> {
  const channelsOf = async ({ Id }: Document) =>
    (await listDocuments(tx, KINDS.channel, { projectId: Id }, { skip: 0, take: MOST_ITEMS })).items
  const [own] = await channelsOf(project)
  const pairs: (readonly [string, string])[] = []
  // The default one first: its name may be that of no other.
  for (const channel of (await channelsOf(source)).toSorted((a, b) => Number(b.IsDefault) - Number(a.IsDefault))) {
    const body = { ...channel, ProjectId: project.Id }
    const clone = channel.IsDefault
      ? await replaceDocument(channelResource, tx, caller, own!, body)
      : await createDocument(channelResource, tx, caller, source.SpaceId as string, body)
    pairs.push([channel.Id, clone.Id])
  }
  await sql`update channel set sort_order = original.sort_order from channel original,
      unnest(${pairs.map(([old]) => old)}::text[], ${pairs.map(([, own]) => own)}::text[]) pair(old, own)
    where channel.id = pair.own and original.id = pair.old`.execute(tx)
  return pairs
}

/** The channel of released packages is one of the project, and so is known only now. */
async function keepStrategy(tx: Tx, { ChannelId }: Fields, { project, idOf }: Clone): Promise<void> {
  const channelId = ChannelId ? idOf.get(ChannelId as string) : undefined
  if (!channelId) return
  await sql`update project set document = jsonb_set(document, '{ReleaseCreationStrategy,ChannelId}', to_jsonb(${channelId}::text))
    where id = ${project.Id}`.execute(tx)
}

async function cloneProcess(tx: Tx, caller: Caller, { source, project, idOf }: Clone): Promise<void> {
  const process = (await lockProcess(tx, source.Id))!
  if (process.steps.length === 0) return
  requireIn(caller, 'ProcessEdit', project)
  if (await hasSecrets(tx, process.id)) requireIn(caller, 'ProcessEdit', source)
  const id = processIdOf(project.Id)
  await copySecrets(tx, process.id, id)
  const steps = process.steps.map((step) => ({
    ...step,
    Actions: step.Actions.map((action) => ({ ...action, Channels: renamed(action.Channels, idOf) })),
  }))
  await updateProcess(tx, id, steps)
}

async function cloneVariables(tx: Tx, caller: Caller, { source, project, idOf }: Clone): Promise<void> {
  const set = (await lockVariableSet(tx, source.Id))!
  const rights = await loadVariableRights(tx, caller, set)
  const seen = set.variables.filter(rights.maySee)
  const variables = seen.map((variable) => ({
    ...variable,
    Scope: Object.fromEntries(Object.entries(variable.Scope).map(([kind, ids]) => [kind, renamed(ids, idOf)])),
  }))
  if (variables.length === 0) return
  const own = (await lockVariableSet(tx, project.Id))!
  const ownRights = await loadVariableRights(tx, caller, own)
  const holdsBack = seen.some((variable) => variable.IsSensitive && !rights.mayEdit(variable))
  if (holdsBack || variables.some((variable) => !ownRights.mayEdit(variable))) throw forbidden('VariableEdit')
  await copySecrets(tx, set.id, own.id)
  await forgetSecrets(
    tx,
    own.id,
    variables.map(({ Id }) => Id),
  )
  await updateVariableSet(tx, own.id, variables)
}

async function cloneTriggers(tx: Tx, caller: Caller, { source, project, idOf }: Clone): Promise<void> {
  if (!mayDo(caller.grants, 'TriggerView', scopeOfProject(source))) return
  const { items } = await listDocuments(
    tx,
    KINDS.projectTrigger,
    { projectId: source.Id },
    { skip: 0, take: MOST_ITEMS },
  )
  for (const trigger of items) {
    const action = trigger.Action as Fields
    if (action.ActionType === 'RunRunbook') continue
    const channelId = action.ChannelId as string | null | undefined
    await createDocument(withSecretsOf(trigger, projectTriggerResource), tx, caller, source.SpaceId as string, {
      ...trigger,
      ProjectId: project.Id,
      Action: { ...action, ...(channelId ? { ChannelId: idOf.get(channelId) ?? channelId } : {}) },
    })
  }
}

const hasSecrets = async (tx: Tx, ownerId: string): Promise<boolean> => (await loadSecrets(tx, ownerId)).size > 0

const requireIn = (caller: Caller, permission: Permission, project: Document): void =>
  require(caller, permission, scopeOfProject(project))

const renamed = (ids: readonly string[], idOf: ReadonlyMap<string, string>): readonly string[] =>
  ids.map((id) => idOf.get(id) ?? id)
