import { sql } from 'kysely'
import type { Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { loadSecrets } from '../../database/secrets.ts'
import { badRequest } from '../../http/errors.ts'
import type { Caller, Space } from '../context.ts'
import { findProcesses, type ProcessRow } from '../processes/queries.ts'
import { saveProcess } from '../processes/save-process.ts'
import type { ActionDocument } from '../processes/schema.ts'
import { projectResource } from '../projects/resource.ts'
import { requireInProject } from '../projects/scope.ts'
import { requireVisible } from '../standard-routes.ts'
import { isRunbookId } from '../versioned.ts'

type Properties = Readonly<Record<string, unknown>>

interface Parameter {
  readonly Id: string
  readonly Name: string
  readonly DefaultValue: unknown
}

const TEMPLATE_ID = 'Octopus.Action.Template.Id'
const TEMPLATE_VERSION = 'Octopus.Action.Template.Version'
/** Where a step runs is said by the step, whatever the template was made with. */
const SAID_BY_STEP = ['Octopus.Action.RunOnServer']

/** A version of a template, for the actions that are brought up to it. */
interface Wanted {
  readonly template: Document
  /** Defaults of parameters that are secrets, by the name of the parameter. */
  readonly secretDefaults: ReadonlyMap<string, string>
}

/**
 * Brings actions that were made from a template up to its newest version: its properties and packages take the place of those
 * of the version they were made from, parameters keep their values, and new ones get their defaults.
 *
 * Errors: 400 for an action that is not of this template; 403 or 404 as when the process is saved. All or none.
 * Source: API reference 5.21.
 */
export async function updateActions(
  tx: Tx,
  caller: Caller,
  space: Space,
  template: Document,
  actionIdsByProcess: Readonly<Record<string, readonly string[]>>,
): Promise<readonly string[]> {
  const wanted = { template, secretDefaults: await loadSecretDefaults(tx, template) }
  const processes = (await findProcesses(tx, Object.keys(actionIdsByProcess))).filter(
    ({ spaceId, ownerId }) => spaceId === space.id && !isRunbookId(ownerId),
  )
  const asked = new Map(Object.entries(actionIdsByProcess).map(([id, ids]) => [id.toLowerCase(), ids]))
  const missing = [...asked.keys()].filter((id) => !processes.some((process) => process.id.toLowerCase() === id))
  if (missing.length > 0)
    throw badRequest(...missing.map((id) => `ActionIdsByProcessId: there is no deployment process '${id}'.`))
  for (const process of processes)
    await updateProcessActions(tx, caller, space, process, { ...wanted, ids: asked.get(process.id.toLowerCase())! })
  return [...asked.values()].flat()
}

async function updateProcessActions(
  tx: Tx,
  caller: Caller,
  space: Space,
  process: ProcessRow,
  { ids, ...wanted }: Wanted & { readonly ids: readonly string[] },
): Promise<void> {
  if (process.snapshotOf) throw badRequest(`ActionIdsByProcessId: '${process.id}' is a snapshot, which never changes.`)
  const project = await requireVisible(tx, projectResource, caller, space.id, process.ownerId)
  await requireInProject(tx, caller, {
    projectId: project.Id,
    view: 'ProcessView',
    permission: 'ProcessEdit',
    itemType: 'DeploymentProcess',
    id: process.id,
  })
  const actions = process.steps.flatMap((step) => step.Actions)
  const isOfTemplate = (id: string) =>
    actions.some((action) => action.Id === id && action.Properties[TEMPLATE_ID] === wanted.template.Id)
  const strangers = ids.filter((id) => !isOfTemplate(id))
  if (strangers.length > 0)
    throw badRequest(
      ...strangers.map((id) => `ActionIdsByProcessId: '${id}' is no step made from ${wanted.template.Name}.`),
    )
  const old = await loadVersions(tx, wanted.template.Id)
  const steps = process.steps.map((step) => ({
    ...step,
    Actions: step.Actions.map((action) => (ids.includes(action.Id) ? broughtUp(action, wanted, old) : action)),
  }))
  await saveProcess(tx, caller, { space, project }, { Version: process.version, Steps: steps })
}

function broughtUp(
  action: ActionDocument,
  { template, secretDefaults }: Wanted,
  versions: ReadonlyMap<string, Document>,
): ActionDocument {
  const before = versions.get(String(action.Properties[TEMPLATE_VERSION]))
  const parameters = template.Parameters as readonly Parameter[]
  const names = new Set(parameters.map(({ Name }) => Name))
  const gone = new Set([
    ...Object.keys((before?.Properties ?? {}) as Properties).filter((name) => !SAID_BY_STEP.includes(name)),
    ...((before?.Parameters ?? []) as readonly Parameter[]).map(({ Name }) => Name).filter((name) => !names.has(name)),
  ])
  const own = Object.fromEntries(Object.entries(action.Properties).filter(([name]) => !gone.has(name)))
  const said = Object.fromEntries(SAID_BY_STEP.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]])))
  const defaults = parameters
    .filter(({ Name }) => action.Properties[Name] === undefined)
    .map(({ Name, DefaultValue }) => {
      const secret = secretDefaults.get(Name)
      return [Name, secret === undefined ? DefaultValue : { HasValue: true, NewValue: secret }] as const
    })
  return {
    ...action,
    ActionType: template.ActionType as string,
    Packages: template.Packages as ActionDocument['Packages'],
    Properties: {
      ...own,
      ...(template.Properties as Properties),
      ...said,
      ...Object.fromEntries(defaults),
      [TEMPLATE_ID]: template.Id,
      [TEMPLATE_VERSION]: String(template.Version),
    },
  }
}

async function loadSecretDefaults(tx: Tx, template: Document): Promise<ReadonlyMap<string, string>> {
  const secrets = await loadSecrets(tx, template.Id)
  return new Map(
    (template.Parameters as readonly Parameter[]).flatMap(({ Id, Name }) => {
      const secret = secrets.get(`${Id}/DefaultValue`)
      return secret === undefined ? [] : [[Name, secret] as const]
    }),
  )
}

/** The template as it was, by version. */
async function loadVersions(tx: Tx, templateId: string): Promise<ReadonlyMap<string, Document>> {
  const { rows } = await sql<{ version: number; document: Document }>`
    select version, document from action_template_version where template_id = ${templateId}`.execute(tx)
  return new Map(rows.map(({ version, document }) => [String(version), document]))
}
