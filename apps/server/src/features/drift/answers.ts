import type { DriftReason } from '@flotilla/domain/drift'
import { Type } from 'typebox'
import { Answer, AnsweredDate, Links, OrNull } from '../../http/answers.ts'
import { DeploymentAnswer } from '../deployments/answers.ts'
import { PlannedChildAnswer } from '../suites/answers.ts'

/** What is installed, by which deployment, since when. */
const installed = {
  ReleaseId: OrNull(Type.String({ description: 'Null when the release has been deleted.' })),
  ReleaseVersion: Type.String(),
  DeploymentId: Type.String(),
  InstalledAt: AnsweredDate(),
}
const FailedAttemptAnswer = Type.Object({
  ReleaseVersion: Type.String(),
  DeploymentId: Type.String(),
  FailedAt: AnsweredDate(),
})

const place = {
  ProjectId: Type.String(),
  ProjectName: Type.String(),
  EnvironmentId: Type.String(),
  EnvironmentName: Type.String(),
  TenantId: OrNull(Type.String()),
  TenantName: OrNull(Type.String()),
}

/** One project, environment and tenant in the ledger of a machine. */
export const InstallationAnswer = Answer('Installation', {
  MachineId: Type.String(),
  ...place,
  Installed: OrNull(
    Type.Object({
      ...installed,
      TaskId: OrNull(Type.String({ description: 'Null when the deployment has been deleted.' })),
      IsOfReplacedMachine: Type.Boolean({ description: 'Another machine has the name now.' }),
    }),
  ),
  FailedAttempt: OrNull(FailedAttemptAnswer),
  Links: Links(),
})

export const STATUSES = {
  'up-to-date': 'UpToDate',
  missing: 'Missing',
  replaced: 'Replaced',
  'other-release': 'OtherRelease',
  'attempt-failed': 'AttemptFailed',
  'not-applicable': 'NotApplicable',
} as const satisfies Record<DriftReason['code'], string>

const MachineDriftAnswer = Type.Object({
  MachineId: Type.String(),
  MachineName: Type.String(),
  Status: Type.Union(Object.values(STATUSES).map((status) => Type.Literal(status))),
  Reason: Type.String(),
  Installed: OrNull(Type.Object({ ...installed, ReleaseId: Type.String() })),
  FailedAttempt: OrNull(FailedAttemptAnswer),
})

const component = {
  ...place,
  ReleaseId: OrNull(Type.String({ description: 'What the place should run; null where nothing has succeeded.' })),
  ReleaseVersion: OrNull(Type.String()),
  DeploymentId: OrNull(Type.String()),
  NotExpected: OrNull(Type.String({ description: 'Why the place expects nothing of its machines any more.' })),
  UpToDate: Type.Integer({ description: 'How many machines have what they should.' }),
  Drifting: Type.Integer({ description: 'How many have not.' }),
  Machines: Type.Array(MachineDriftAnswer),
}
export const ComponentDriftAnswer = Answer('ComponentDrift', { ...component, Links: Links() })

export const SuiteDriftAnswer = Answer('SuiteDrift', {
  ...place,
  ReleaseId: OrNull(Type.String()),
  ReleaseVersion: OrNull(Type.String()),
  Components: Type.Array(ComponentDriftAnswer),
  Links: Links(),
})

export const ConvergeAnswer = Answer('Converge', {
  ...place,
  ReleaseId: Type.String(),
  ReleaseVersion: Type.String(),
  WhatIf: Type.Boolean(),
  Components: Type.Array(ComponentDriftAnswer),
  Children: Type.Array(PlannedChildAnswer),
  Errors: Type.Array(Type.String(), {
    description: 'What the deployment would be refused for, such as an answer that is missing; each names its field.',
  }),
  Deployment: OrNull(DeploymentAnswer),
  Links: Links(),
})
