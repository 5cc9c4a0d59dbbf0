import type { EnvironmentId, TenantId } from '@flotilla/domain'
import {
  type DynamicPlace,
  explainDynamicTargetRefusal,
  judgeNewTarget,
  judgeTargetRemoval,
  type KnownTarget,
} from '@flotilla/domain/targets'
import { err, ok, type Result } from '@flotilla/kit'
import { Value } from 'typebox/value'
import type { Queryable, Tx } from '../../database/connection.ts'
import { type Document, findDocument, findDocumentByName } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { HttpRefusal } from '../../http/errors.ts'
import { isUsable } from '../accounts/pointed.ts'
import type { Caller } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { createDocument, removeDocument, replaceDocument } from '../standard-routes.ts'
import { tenantOf } from '../tenants/to-domain.ts'
import { Endpoint, type EndpointBody } from './endpoint.ts'
import { machineResource } from './resource.ts'

/** The deployment, or the run of a runbook, whose script asks. */
export interface AskingPlace {
  readonly space_id: string
  readonly environment_id: string
  readonly tenant_id: string | null
}

export interface WantedTarget {
  readonly name: string
  readonly roles: readonly string[]
  readonly updateIfExisting: boolean
  /** `createStepPackageTarget`, or that of a built-in type. */
  readonly message: string
  /** Names in lower case. */
  readonly attributes: ReadonlyMap<string, string>
}

/**
 * Makes the target that a script asks for, in the place of its deployment, or changes the one of that name; with the rights of
 * `caller`, who started the deployment. Answers what was done, or why not, as a sentence.
 *
 * Source: domain reference 4.8, 6.9; reliability J4.
 */
export async function makeTarget(
  tx: Tx,
  caller: Caller,
  at: AskingPlace,
  wanted: WantedTarget,
): Promise<Result<string, string>> {
  const { environment, place } = await loadPlace(tx, at)
  const existing = await findDocumentByName(tx, KINDS.machine, wanted.name, { spaceId: at.space_id })
  const judged = judgeNewTarget({
    place,
    name: wanted.name,
    roles: wanted.roles,
    updatesExisting: wanted.updateIfExisting,
    existing: existing ? knownOf(existing) : null,
  })
  if (!judged.ok) return err(explainDynamicTargetRefusal(judged.error, environment))
  const endpoint = await endpointOf(tx, at, wanted)
  if (!endpoint.ok) return endpoint
  const wrong = await outOfPlace(tx, at, place, endpoint.value)
  if (wrong) return err(`The target ${wanted.name} was not made: ${wrong}`)
  const body = { Roles: wanted.roles, Endpoint: endpoint.value }
  return refusing(`The target ${wanted.name} was not made`, async () => {
    if (existing && judged.value === 'update') {
      await replaceDocument(machineResource, tx, caller, existing, { ...existing, ...body })
      return `The target ${existing.Name} (${existing.Id}) was updated.`
    }
    const { Id } = await createDocument(machineResource, tx, caller, at.space_id, {
      Name: wanted.name,
      ...body,
      EnvironmentIds: [at.environment_id],
      TenantIds: at.tenant_id === null ? [] : [at.tenant_id],
      TenantTags: [],
      IsDisabled: false,
      SkipInitialHealthCheck: false,
    })
    return `The target ${wanted.name} (${Id}) was made in ${environment}.`
  })
}

/** Removes the target with this name or id, which a script asks for; what is gone already is nothing to refuse. */
export async function removeTarget(
  tx: Tx,
  caller: Caller,
  at: AskingPlace,
  nameOrId: string,
): Promise<Result<string, string>> {
  const { environment, place } = await loadPlace(tx, at)
  const within = { spaceId: at.space_id }
  const target =
    (await findDocumentByName(tx, KINDS.machine, nameOrId, within)) ??
    (await findDocument(tx, KINDS.machine, canonicalId(nameOrId.trim()), within))
  if (!target && place.allowsDynamicTargets) return ok(`There is no target ${nameOrId} that could be removed.`)
  const judged = judgeTargetRemoval(place, target ? knownOf(target) : NOBODY)
  if (!judged.ok) return err(explainDynamicTargetRefusal(judged.error, environment))
  return refusing(`The target ${nameOrId} was not removed`, async () => {
    await removeDocument(machineResource, tx, caller, target!)
    return `The target ${target!.Name} (${target!.Id}) was removed.`
  })
}

const NOBODY: KnownTarget = { name: '', environmentIds: [], tenantIds: [], tenantTags: [] }

async function loadPlace(
  db: Queryable,
  { environment_id, tenant_id }: AskingPlace,
): Promise<{ readonly environment: string; readonly place: DynamicPlace }> {
  const environment = await findDocument(db, KINDS.environment, environment_id)
  return {
    environment: environment?.Name ?? environment_id,
    place: {
      environmentId: environment_id as EnvironmentId,
      tenantId: tenant_id as TenantId | null,
      allowsDynamicTargets: environment?.AllowDynamicInfrastructure === true,
    },
  }
}

const knownOf = (machine: Document): KnownTarget => ({
  name: machine.Name,
  environmentIds: machine.EnvironmentIds as EnvironmentId[],
  tenantIds: machine.TenantIds as TenantId[],
  tenantTags: machine.TenantTags as string[],
})

/**
 * Why a script may not have a target reached so: it has no more of accounts and machines than its own place has
 * (reliability J4), whatever whoever started it may see.
 */
async function outOfPlace(
  db: Queryable,
  at: AskingPlace,
  place: DynamicPlace,
  endpoint: EndpointBody,
): Promise<string | undefined> {
  if (!Value.Check(Endpoint(), endpoint)) return 'its inputs are not those of such a target.'
  const within = { spaceId: at.space_id }
  const find = async (kind: typeof KINDS.account | typeof KINDS.machine, field: string) => {
    const id = String(endpoint[field] ?? '')
    return id === '' ? undefined : { id, found: await findDocument(db, kind, canonicalId(id), within) }
  }
  const [tenant, account, jump] = await Promise.all([
    at.tenant_id === null ? undefined : findDocument(db, KINDS.tenant, at.tenant_id),
    find(KINDS.account, 'AccountId'),
    find(KINDS.machine, 'JumpHostMachineId'),
  ])
  const use = { environment: { id: at.environment_id }, tenant: tenant ? tenantOf(tenant) : null }
  if (account && !(account.found && isUsable(account.found, use)))
    return `the account ${account.id} may not be used there.`
  if (jump && !(jump.found && judgeTargetRemoval(place, knownOf(jump.found)).ok))
    return `the machine ${jump.id}, which the connection is to go through, is not of that place alone.`
  return undefined
}

const CLOUD_REGION = new Set(['', 'none', 'cloud-region', 'cloudregion'])

/** How the target is reached, by its type; an error says which types there are. */
async function endpointOf(
  db: Queryable,
  { space_id }: AskingPlace,
  { name, message, attributes }: WantedTarget,
): Promise<Result<EndpointBody, string>> {
  const type = (attributes.get('targetid') ?? '').trim()
  if (message.toLowerCase() !== 'createsteppackagetarget')
    return err(`The target ${name} was not made: this server has no targets of the type that ${message} makes.`)
  const inputs = readInputs(attributes.get('inputs') ?? '')
  if (!inputs) return err(`The target ${name} was not made: its inputs are not a JSON object.`)
  if (type.toLowerCase() === 'ssh') return ok({ ...inputs, CommunicationStyle: 'Ssh' })
  if (!CLOUD_REGION.has(type.toLowerCase()))
    return err(`The target ${name} was not made: its type '${type}' is not one of cloud-region, ssh.`)
  const pool = (attributes.get('octopusdefaultworkerpoolidorname') ?? '').trim()
  const within = { spaceId: space_id }
  const found =
    pool === ''
      ? undefined
      : ((await findDocumentByName(db, KINDS.workerPool, pool, within)) ??
        (await findDocument(db, KINDS.workerPool, canonicalId(pool), within)))
  if (pool !== '' && !found) return err(`The target ${name} was not made: there is no worker pool '${pool}'.`)
  return ok({ CommunicationStyle: 'None', ...(found ? { DefaultWorkerPoolId: found.Id } : {}) })
}

function readInputs(text: string): object | undefined {
  if (text.trim() === '') return {}
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** What the caller may not do, and what the machine may not be, is told and not thrown: nothing has been written then. */
async function refusing(what: string, work: () => Promise<string>): Promise<Result<string, string>> {
  try {
    return ok(await work())
  } catch (error) {
    if (!(error instanceof HttpRefusal)) throw error
    return err(`${what}: ${error.errors?.join(' ') ?? error.message}`)
  }
}
