import type { HealthStatus } from '@flotilla/domain/targets'
import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { AnsweredDate, OrNull } from '../../http/answers.ts'
import { notFound } from '../../http/errors.ts'
import { KINDS } from '../kinds.ts'
import type { HostKeyRefusal } from '../ssh/host-key-events.ts'
import type { EndpointBody } from './endpoint.ts'
import { EndpointAnswer } from './endpoint-answer.ts'
import { summaryOf } from './service.ts'

type Fields = Readonly<Record<string, unknown>>

/** What checks and connections write into the documents of machines and workers. */
const NOTHING_FOUND = {
  HealthStatus: 'Unknown' as HealthStatus,
  HasLatestCalamari: true,
  IsInProcess: false,
  OperatingSystem: 'Unknown',
  OperatingSystemVersion: '',
  ShellName: 'Unknown',
  ShellVersion: '',
  Architecture: '',
  HostKeyRefusal: null as HostKeyRefusal | null,
}
type Findings = typeof NOTHING_FOUND

/** The schemas of what the server adds to a machine or a worker. */
export const HOST_ANSWER = {
  MachinePolicyId: Type.String(),
  Endpoint: EndpointAnswer,
  Thumbprint: OrNull(Type.String()),
  Uri: OrNull(Type.String()),
  HealthStatus: Type.String(),
  StatusSummary: Type.String(),
  Status: Type.String(),
  OperatingSystem: Type.Optional(OrNull(Type.String())),
  OperatingSystemVersion: Type.Optional(OrNull(Type.String())),
  ShellName: Type.Optional(OrNull(Type.String())),
  ShellVersion: Type.Optional(OrNull(Type.String())),
  Architecture: Type.Optional(OrNull(Type.String())),
  HasLatestCalamari: Type.Boolean(),
  IsInProcess: Type.Boolean(),
  HostKeyRefusal: OrNull(
    Type.Object(
      { Confirmed: Type.String(), Shown: Type.String(), RefusedAt: AnsweredDate() },
      { description: 'A host over SSH shows another key than the one that was confirmed for it, and is refused.' },
    ),
  ),
}

/** What is known of a host after a change: what was found before, unless it is another host now, or was not looked at for long. */
export async function findingsAfter(
  tx: Tx,
  table: 'machine' | 'worker',
  before: Document | undefined,
  after: { readonly IsDisabled: unknown; readonly Endpoint: EndpointBody },
): Promise<Findings & { readonly StatusSummary: string }> {
  const found = before ? await lockFindings(tx, table, before.Id) : NOTHING_FOUND
  const isEnabled = before?.IsDisabled === true && after.IsDisabled === false
  // What was found of the old host says nothing about the one that is there now.
  const isOther = before !== undefined && identityOf(before.Endpoint) !== identityOf(after.Endpoint)
  const health = isEnabled || isOther ? 'Unknown' : found.HealthStatus
  return {
    ...found,
    HealthStatus: health,
    StatusSummary: summaryOf(health),
    HostKeyRefusal: isOther ? null : found.HostKeyRefusal,
  }
}

function identityOf(endpoint: unknown): string {
  const { CommunicationStyle, Uri = '', Thumbprint = '', Fingerprint = '' } = endpoint as EndpointBody
  return [CommunicationStyle, Uri, Thumbprint, Fingerprint].join('\n')
}

/**
 * Reads what health checks found and keeps them away until the change is stored, so that neither loses the other's. Whoever only
 * refers to the machine or worker is not kept waiting.
 */
async function lockFindings(tx: Tx, table: 'machine' | 'worker', id: string): Promise<Findings> {
  const { rows } = await sql<{ document: Fields }>`
    select document from ${sql.table(table)} where id = ${id} for no key update`.execute(tx)
  const document = rows[0]?.document
  if (!document) throw notFound(KINDS[table].itemType, id)
  const names = Object.keys(NOTHING_FOUND) as (keyof Findings)[]
  return Object.fromEntries(names.map((name) => [name, document[name] ?? NOTHING_FOUND[name]])) as Findings
}

/** What is worked out of a machine or worker when it is read. */
export const presentFindings = (host: Fields): Fields => ({
  Status: oldStatusOf(host),
  HostKeyRefusal: host.HostKeyRefusal ?? NOTHING_FOUND.HostKeyRefusal,
})

/** The word that older clients read instead of `HealthStatus`. */
export function oldStatusOf(host: Fields): string {
  if (host.IsDisabled) return 'Disabled'
  if (host.HealthStatus === 'Unavailable' || host.HealthStatus === 'Unhealthy') return 'Offline'
  return host.HealthStatus === 'Unknown' ? 'Unknown' : 'Online'
}
