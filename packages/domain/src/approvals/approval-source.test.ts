import { expect, test } from 'vitest'
import type { EnvironmentId, ReleaseId, TaskId, TenantId } from '../ids.ts'
import type { Phase } from '../lifecycles/index.ts'
import { type ApprovalSourceAsk, approvalSource, type ParentDeployment } from './approval-source.ts'

const env = (name: string): EnvironmentId => `Environments-${name}` as EnvironmentId
const task = (n: number): TaskId => `ServerTasks-${n}` as TaskId
const internal = 'Tenants-1' as TenantId
const petLife = 'Tenants-2' as TenantId
const release = 'Releases-1' as ReleaseId
const phase = (name: string): Phase => ({
  id: name,
  name,
  automatic: [],
  manual: [env(name)],
  minimumEnvironments: 0,
  isOptional: false,
  isPriority: false,
})
const approved = (facts: Partial<ParentDeployment> = {}): ParentDeployment => ({
  taskId: task(7),
  releaseId: release,
  environmentId: env('Prod Approval'),
  tenantId: null,
  startedAt: 100,
  ...facts,
})
const parent: ApprovalSourceAsk['parent'] = {
  taskId: task(9),
  releaseId: release,
  environmentId: env('Production'),
  tenantId: null,
  phases: ['Staging', 'Prod Approval', 'Production'].map(phase),
}
const base: ApprovalSourceAsk = {
  isWanted: true,
  parent,
  destinationId: env('Production'),
  environment: { name: 'Prod Approval', found: env('Prod Approval') },
  tenant: { name: null, found: null },
  succeeded: [approved()],
}
const forPetLife = { ...parent, tenantId: petLife }
const viaInternal = { name: 'Internal', found: internal }
const inProdApproval = { kind: 'task', environmentId: env('Prod Approval') } as const
const notYet = { kind: 'off', why: 'not-approved-yet' } as const

test.each<{ name: string; ask: Partial<ApprovalSourceAsk>; gives: unknown }>([
  { name: 'not wanted', ask: { isWanted: false }, gives: { kind: 'off', why: 'not-wanted', isWarning: false } },
  {
    name: 'no environment named: this task',
    ask: { environment: { name: null, found: null } },
    gives: { kind: 'task', taskId: task(9), environmentId: env('Production') },
  },
  {
    name: 'the environment it is deployed to: this task',
    ask: { environment: { name: 'production', found: env('Production') } },
    gives: { kind: 'task', taskId: task(9), environmentId: env('Production') },
  },
  {
    name: 'an environment that does not exist',
    ask: { environment: { name: 'Mars', found: null } },
    gives: { kind: 'fail', why: 'environment-not-found', name: 'Mars' },
  },
  {
    name: 'an approval tenant that does not exist',
    ask: { parent: forPetLife, tenant: { name: 'Nobody', found: null } },
    gives: { kind: 'fail', why: 'tenant-not-found', name: 'Nobody' },
  },
  { name: 'the release approved before', ask: {}, gives: { ...inProdApproval, taskId: task(7) } },
  {
    name: 'the latest of several, by start',
    ask: { succeeded: [approved({ startedAt: 5 }), approved({ taskId: task(8), startedAt: 300 }), approved()] },
    gives: { ...inProdApproval, taskId: task(8) },
  },
  {
    name: 'another release',
    ask: { succeeded: [approved({ releaseId: 'Releases-2' as ReleaseId })] },
    gives: { ...notYet, isWarning: true },
  },
  {
    name: 'another environment',
    ask: { succeeded: [approved({ environmentId: env('Staging') })] },
    gives: { ...notYet, isWarning: true },
  },
  {
    name: 'nothing, in an environment that does not come before',
    ask: { succeeded: [], destinationId: env('Staging') },
    gives: { ...notYet, isWarning: false },
  },
  {
    name: 'nothing, in an environment outside the lifecycle',
    ask: { succeeded: [], environment: { name: 'Other', found: env('Other') } },
    gives: { ...notYet, isWarning: false },
  },
  {
    name: 'the own tenant',
    ask: { parent: forPetLife, succeeded: [approved({ tenantId: petLife })] },
    gives: { ...inProdApproval, taskId: task(7) },
  },
  {
    name: 'no tenant, for a tenant',
    ask: { parent: forPetLife },
    gives: { ...inProdApproval, taskId: task(7) },
  },
  {
    name: 'another tenant',
    ask: { parent: forPetLife, succeeded: [approved({ tenantId: internal })] },
    gives: { ...notYet, isWarning: true },
  },
  {
    name: '11.6.7: the approval tenant',
    ask: { parent: forPetLife, tenant: viaInternal, succeeded: [approved({ tenantId: internal })] },
    gives: { ...inProdApproval, taskId: task(7) },
  },
  {
    name: 'the own tenant, where another one approves',
    ask: { parent: forPetLife, tenant: viaInternal, succeeded: [approved({ tenantId: petLife })] },
    gives: { ...notYet, isWarning: true },
  },
  {
    name: 'some tenant, for none',
    ask: { tenant: viaInternal, succeeded: [approved({ tenantId: internal })] },
    gives: { ...notYet, isWarning: true },
  },
])('P5 $name', ({ ask, gives }) => {
  expect(approvalSource({ ...base, ...ask })).toEqual(gives)
})
