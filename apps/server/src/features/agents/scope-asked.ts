import type { Tx } from '../../database/connection.ts'
import { type DocumentKind, findDocument, findDocumentByName, findDocuments } from '../../database/documents.ts'
import { badRequest } from '../../http/errors.ts'
import { KINDS } from '../kinds.ts'
import type { AgentToken } from './tokens.ts'

/** What a machine that registers says of itself. What it does not name, it gets from its token. */
export interface RegistrationAsked {
  readonly Name: string
  readonly Environments: readonly string[]
  readonly Roles: readonly string[]
  readonly Tenants: readonly string[]
  readonly TenantTags: readonly string[]
  readonly WorkerPools: readonly string[]
  readonly MachinePolicy?: string
}

/** What a machine asks for by name, and its token gives leave to, as fields of its document. What it does not name is missing. */
export interface GrantedScope {
  readonly EnvironmentIds?: readonly string[]
  readonly Roles?: readonly string[]
  readonly TenantIds?: readonly string[]
  readonly TenantTags?: readonly string[]
  readonly WorkerPoolIds?: readonly string[]
  readonly MachinePolicyId?: string
}

/** Reads what is asked for within the token: everything beyond it is refused, whether or not it exists. */
export async function grantScope(tx: Tx, token: AgentToken, asked: RegistrationAsked): Promise<GrantedScope> {
  const { document } = token
  const named = async (field: string, kind: DocumentKind, ids: readonly string[], texts: readonly string[]) =>
    texts.length === 0 ? {} : { [`${field}Ids`]: await among(tx, kind, ids, `${field}s`, texts) }
  const words = (field: 'Roles' | 'TenantTags') =>
    asked[field].length === 0 ? {} : { [field]: wordsAmong(document[field], field, asked[field]) }
  return {
    ...(await named('Environment', KINDS.environment, document.EnvironmentIds, asked.Environments)),
    ...(await named('Tenant', KINDS.tenant, document.TenantIds, asked.Tenants)),
    ...(await named('WorkerPool', KINDS.workerPool, document.WorkerPoolIds, asked.WorkerPools)),
    ...words('Roles'),
    ...words('TenantTags'),
    ...(await policyOf(tx, token, asked.MachinePolicy)),
  }
}

async function among(
  tx: Tx,
  kind: DocumentKind,
  ids: readonly string[],
  field: string,
  asked: readonly string[],
): Promise<readonly string[]> {
  const documents = [...(await findDocuments(tx, kind, ids)).values()]
  return asked.map((text) => {
    const wanted = text.trim().toLowerCase()
    const found = documents.find(({ Id, Name, Slug }) =>
      [Id, Name, Slug].some((word) => String(word).toLowerCase() === wanted),
    )
    if (!found) throw beyond(field, text)
    return found.Id
  })
}

function wordsAmong(words: readonly string[], field: string, asked: readonly string[]): readonly string[] {
  return asked.map((text) => {
    const found = words.find((word) => word.toLowerCase() === text.trim().toLowerCase())
    if (found === undefined) throw beyond(field, text)
    return found
  })
}

const beyond = (field: string, text: string) => badRequest(`${field}: the token gives no leave to '${text}'.`)

async function policyOf(
  tx: Tx,
  { space_id: spaceId, document }: AgentToken,
  asked: string | undefined,
): Promise<Pick<GrantedScope, 'MachinePolicyId'>> {
  if (asked === undefined) return {}
  const found =
    (await findDocument(tx, KINDS.machinePolicy, asked, { spaceId })) ??
    (await findDocumentByName(tx, KINDS.machinePolicy, asked, { spaceId }))
  if (!found || (document.MachinePolicyId !== undefined && document.MachinePolicyId !== found.Id)) {
    throw beyond('MachinePolicy', asked)
  }
  return { MachinePolicyId: found.Id }
}
