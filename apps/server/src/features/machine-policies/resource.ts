import { isDeepStrictEqual } from 'node:util'
import { healthScheduleProblems } from '@flotilla/domain/targets'
import { Type } from 'typebox'
import { Flag, FreeForm, Nullable, OneOf, Text } from '../fields.ts'
import { rescheduleUnder } from '../health-checks/watch-health.ts'
import { explainUsers, hostsWith } from '../in-use.ts'
import { KINDS } from '../kinds.ts'
import type { Resource } from '../standard-routes.ts'
import { beOnlyDefault } from './only-default.ts'
import { canonicalTimeSpan } from './time-span.ts'
import { healthScheduleOf } from './to-domain.ts'

const Span = (value: string) => Type.Optional(Type.String({ minLength: 1, default: value }))
const Part = (fields: Parameters<typeof Type.Object>[0]) => Type.Optional(Type.Object(fields, { default: {} }))
const ScriptPolicy = () => Part({ RunType: OneOf(['InheritFromDefault', 'Inline']), ScriptBody: Nullable() })

/** How machines are checked, reached and cleaned up. Source: API reference 5.14, domain reference 6.6. */
export const machinePolicyResource: Resource = {
  kind: KINDS.machinePolicy,
  tag: 'Machine policies',
  fields: {
    Description: Text(),
    IsDefault: Flag(),
    MachineHealthCheckPolicy: Part({
      HealthCheckType: OneOf(['RunScript', 'OnlyConnectivity']),
      // 00:00:00 means never; a body cannot say null, which is the same as leaving the field out.
      HealthCheckInterval: Span('01:00:00'),
      HealthCheckCron: Text(),
      HealthCheckCronTimezone: Type.Optional(Type.String({ default: 'UTC' })),
      PowerShellHealthCheckPolicy: ScriptPolicy(),
      BashHealthCheckPolicy: ScriptPolicy(),
    }),
    MachineConnectivityPolicy: Part({
      MachineConnectivityBehavior: OneOf(['ExpectedToBeOnline', 'MayBeOfflineAndCanBeSkipped']),
    }),
    MachineCleanupPolicy: Part({
      DeleteMachinesBehavior: OneOf(['DoNotDelete', 'DeleteUnavailableMachines']),
      DeleteMachinesElapsedTimeSpan: Span('00:00:00'),
    }),
    MachineUpdatePolicy: Part({
      CalamariUpdateBehavior: OneOf(['UpdateOnDeployment', 'UpdateOnNewMachine', 'UpdateAlways']),
      TentacleUpdateBehavior: OneOf(['NeverUpdate', 'Update']),
      KubernetesAgentUpdateBehavior: OneOf(['Update', 'NeverUpdate', 'Block']),
      TentacleUpdateAccountId: Nullable(),
    }),
    MachineRpcCallRetryPolicy: Part({
      Enabled: Flag(true),
      RetryDuration: Span('00:02:30'),
      HealthCheckRetryDuration: Span('00:02:30'),
    }),
    // Absent unless it was sent: an empty one does not decode.
    MachinePackageCacheRetentionPolicy: Type.Optional(FreeForm()),
    ConnectionConnectTimeout: Span('00:01:00'),
    ConnectionRetrySleepInterval: Span('00:00:01'),
    ConnectionRetryTimeLimit: Span('00:05:00'),
    PollingRequestQueueTimeout: Span('00:02:00'),
    // Clients cannot decode a policy with 0 here.
    ConnectionRetryCountLimit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 5 })),
    PollingRequestMaximumMessageProcessingTimeout: Span('00:10:00'),
  },
  permissions: {
    view: 'MachinePolicyView',
    create: 'MachinePolicyCreate',
    edit: 'MachinePolicyEdit',
    delete: 'MachinePolicyDelete',
  },
  check: async (_change, body) => [...spanProblems(body), ...healthScheduleProblems(healthScheduleOf(body))],
  complete: async ({ before }, body) => ({
    ...(withCanonicalSpans(body) as Record<string, unknown>),
    // A space always has one default policy; it stops being it when another one becomes it.
    IsDefault: body.IsDefault === true || before?.IsDefault === true,
  }),
  afterCreate: ({ tx, spaceId, id }, policy) => keepOneDefault(tx, spaceId, id, policy.IsDefault),
  afterUpdate: async ({ tx, spaceId, id, before }, policy) => {
    await keepOneDefault(tx, spaceId, id, policy.IsDefault)
    if (!isDeepStrictEqual(healthScheduleOf(before!), healthScheduleOf(policy))) await rescheduleUnder(tx, policy)
  },
  inUse: async (db, policy) => {
    if (policy.IsDefault) return [`${policy.Name} is the default policy. Make another one the default first.`]
    return explainUsers(db, 'machine policy', policy, [hostsWith(['MachinePolicyId'], policy)])
  },
  links: (_policy, address) => ({ Machines: `${address}/machines{?skip,take}` }),
}

const keepOneDefault = async (
  tx: Parameters<typeof beOnlyDefault>[0],
  spaceId: string,
  id: string,
  isDefault: unknown,
) => {
  if (isDefault) await beOnlyDefault(tx, KINDS.machinePolicy, spaceId, id)
}

const isSpanField = (name: string): boolean => /(Interval|Span|Duration|Timeout|TimeLimit)$/.test(name)

function spanProblems(value: Readonly<Record<string, unknown>>, path = ''): string[] {
  return Object.entries(value).flatMap(([name, inner]) => {
    if (typeof inner === 'object' && inner !== null) {
      return spanProblems(inner as Readonly<Record<string, unknown>>, `${path}${name}.`)
    }
    const isWrong = isSpanField(name) && typeof inner === 'string' && canonicalTimeSpan(inner) === undefined
    return isWrong
      ? [`${path}${name}: '${inner}' is not a time span. Write hours, minutes and seconds as 01:30:00.`]
      : []
  })
}

function withCanonicalSpans(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      isSpanField(name) && typeof inner === 'string' ? canonicalTimeSpan(inner) : withCanonicalSpans(inner),
    ]),
  )
}
