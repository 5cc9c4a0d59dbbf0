import type { CheckPolicy, HealthSchedule } from '@flotilla/domain/targets'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { timeSpanMs } from './time-span.ts'

type Fields = Readonly<Record<string, unknown>>

/** What a policy says about health checks. */
export interface HealthPolicy extends CheckPolicy {
  readonly schedule: HealthSchedule
  readonly onlyConnects: boolean
  /** Blank: there is nothing to run. */
  readonly bashScript: string
  /** For how long a machine that does not answer is tried again. */
  readonly retryMs: number
}

const part = (document: Fields, name: string): Fields => (document[name] ?? {}) as Fields
const span = (fields: Fields, name: string): number => timeSpanMs(String(fields[name] ?? '')) ?? 0

/** When machines under a policy are checked. */
export function healthScheduleOf(policy: Fields): HealthSchedule {
  const check = part(policy, 'MachineHealthCheckPolicy')
  return {
    intervalMs: span(check, 'HealthCheckInterval'),
    cron: String(check.HealthCheckCron ?? ''),
    timeZone: String(check.HealthCheckCronTimezone ?? 'UTC'),
  }
}

/** A policy as health checks go by it; `defaultPolicy` is that of the space, from which scripts are inherited. */
export function healthPolicyOf(policy: Fields, defaultPolicy: Fields): HealthPolicy {
  const check = part(policy, 'MachineHealthCheckPolicy')
  const cleanUp = part(policy, 'MachineCleanupPolicy')
  return {
    schedule: healthScheduleOf(policy),
    onlyConnects: check.HealthCheckType === 'OnlyConnectivity',
    bashScript: ownBashScript(policy) ?? ownBashScript(defaultPolicy) ?? '',
    retryMs: retryMsOf(policy, 'HealthCheckRetryDuration'),
    mayBeOffline:
      part(policy, 'MachineConnectivityPolicy').MachineConnectivityBehavior === 'MayBeOfflineAndCanBeSkipped',
    removedAfterMs:
      cleanUp.DeleteMachinesBehavior === 'DeleteUnavailableMachines'
        ? span(cleanUp, 'DeleteMachinesElapsedTimeSpan')
        : null,
  }
}

/** The script that a policy brings itself; undefined when it takes that of the default policy, which has none but its own. */
function ownBashScript(policy: Fields): string | undefined {
  const script = part(part(policy, 'MachineHealthCheckPolicy'), 'BashHealthCheckPolicy')
  return script.RunType === 'Inline' ? String(script.ScriptBody ?? '') : undefined
}

/** For how long a machine that does not answer is tried again: in deployments, or by health checks. */
export function retryMsOf(policy: Fields, which: 'RetryDuration' | 'HealthCheckRetryDuration'): number {
  const retry = part(policy, 'MachineRpcCallRetryPolicy')
  return retry.Enabled === false ? 0 : span(retry, which)
}

/** Policies as health checks go by them, by id. */
export async function loadHealthPolicies(
  db: Queryable,
  policyIds: readonly string[],
): Promise<ReadonlyMap<string, HealthPolicy>> {
  if (policyIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; document: Fields; default_policy: Fields | null }>`
    select policy.id, policy.document, standard.document as default_policy
    from machine_policy policy left join machine_policy standard
      on standard.space_id = policy.space_id and standard.document -> 'IsDefault' = 'true'
    where policy.id = any(${policyIds}::text[])`.execute(db)
  return new Map(rows.map(({ id, document, default_policy }) => [id, healthPolicyOf(document, default_policy ?? {})]))
}
