import type { Id } from '@flotilla/kit'

export type SpaceId = Id<'Space'>
export type ProjectId = Id<'Project'>
export type EnvironmentId = Id<'Environment'>
export type LifecycleId = Id<'Lifecycle'>
export type ChannelId = Id<'Channel'>
export type ReleaseId = Id<'Release'>
export type DeploymentId = Id<'Deployment'>
export type RunbookId = Id<'Runbook'>
export type TaskId = Id<'Task'>
export type TargetId = Id<'Target'>
export type WorkerId = Id<'Worker'>
export type TenantId = Id<'Tenant'>
export type TeamId = Id<'Team'>
export type UserId = Id<'User'>
export type TriggerId = Id<'Trigger'>
export type VariableId = Id<'Variable'>
export type StepId = Id<'Step'>
export type ActionId = Id<'Action'>
