/** A parameter of the step that deploys a child project, as the form shows it. Source: domain reference 10.1. */
export interface ChildParameter {
  readonly name: string
  readonly label: string
  /** What it does, for who meets it the first time. */
  readonly about: string
  /** What an empty or missing one stands for, as the field's placeholder. */
  readonly usual: string
  /** Offered values; people may also write an expression. */
  readonly choices?: readonly string[]
}

const YES_NO = ['Yes', 'No']

export const WHAT: readonly ChildParameter[] = [
  {
    name: 'ChildProject.DeploymentMode.Value',
    label: 'Mode',
    about:
      'Promote takes the latest successful release of the source environment; Redeploy what the destination ran last; AlwaysLatest the newest release of the channel. An expression decides at each deployment.',
    usual: 'Promote',
    choices: ['Promote', 'Redeploy', 'AlwaysLatest'],
  },
  {
    name: 'ChildProject.SourceEnvironment.Name',
    label: 'Source environment',
    about: 'Where the release comes from when it is promoted.',
    usual: 'worked out from the lifecycle',
  },
  {
    name: 'ChildProject.Destination.EnvironmentName',
    label: 'Destination',
    about: 'Where the child goes.',
    usual: '#{Octopus.Environment.Name}',
  },
  {
    name: 'ChildProject.Release.Number',
    label: 'Release filter',
    about: 'A version, or one with a star: only these releases are looked at.',
    usual: 'every release',
  },
  {
    name: 'ChildProject.Release.NotFoundError',
    label: 'If no release is found',
    about: 'Skip goes on quietly, Warning goes on and says so, Error fails the step.',
    usual: 'Warning',
    choices: ['Skip', 'Warning', 'Error'],
  },
  {
    name: 'ChildProject.Target.MachineNames',
    label: 'Specific targets',
    about: 'Names or ids with commas between them. The child gets only those of them that it can deploy to.',
    usual: 'N/A: those of the parent',
  },
  {
    name: 'ChildProject.Deployment.IgnoreSpecificMachineMismatch',
    label: 'Deploy although none of the targets fits',
    about: 'No skips a child that has none of the chosen targets; Yes deploys it to all of its own.',
    usual: 'No',
    choices: YES_NO,
  },
]

export const SPACE = 'ChildProject.Space.Name'

export const HOW: readonly ChildParameter[] = [
  {
    name: SPACE,
    label: 'Space',
    about: 'The space that the child project is in.',
    usual: '#{Octopus.Space.Name}',
  },
  {
    name: 'ChildProject.Tenant.Name',
    label: 'Tenant',
    about: 'Whom the child is deployed for.',
    usual: '#{Octopus.Deployment.Tenant.Name}',
  },
  {
    name: 'ChildProject.Prompted.Variables',
    label: 'Prompted values',
    about: "Answers to the child's questions: Name::Value, one in a line.",
    usual: 'those of the same name on the parent',
  },
  {
    name: 'ChildProject.RefreshVariableSnapShots.Option',
    label: 'Refresh variables',
    about: "Yes takes the child's variables of now into its release before it is deployed.",
    usual: 'No',
    choices: YES_NO,
  },
  {
    name: 'ChildProject.WhatIf.Value',
    label: 'What if',
    about: 'Yes only finds the release and its notes, for an approval before anything is deployed.',
    usual: 'No',
    choices: YES_NO,
  },
  {
    name: 'ChildProject.ReleaseNotes.SaveAsArtifact',
    label: 'Save the release notes as an artifact',
    about: 'A file with the notes is kept with the deployment.',
    usual: 'No',
    choices: YES_NO,
  },
  {
    name: 'ChildProject.WaitForFinish.Value',
    label: 'Wait for the end',
    about: 'No starts the child and goes on at once.',
    usual: 'Yes',
    choices: YES_NO,
  },
  {
    name: 'ChildProject.CancelDeployment.Seconds',
    label: 'Longest wait in seconds',
    about: 'Of running, not of queueing. After it the child is cancelled and the step fails.',
    usual: '1800',
  },
  {
    name: 'ChildProject.EnableEnhancedLogging.Value',
    label: "Show the child's log here",
    about: "Yes copies the child's log while it runs.",
    usual: 'No',
    choices: YES_NO,
  },
  {
    name: 'ChildProject.Deployment.FutureTime',
    label: 'Schedule',
    about: 'When the child starts: 7 PM, tomorrow 6:00.',
    usual: 'N/A: at once',
  },
  {
    name: 'ChildProject.ManualInterventions.UseApprovalsFromParent',
    label: 'Approvals of the parent count',
    about: 'Yes answers the questions of the child with what was approved on the parent, if the same people are asked.',
    usual: 'Yes',
    choices: YES_NO,
  },
  {
    name: 'ChildProject.ManualIntervention.EnvironmentToUse',
    label: 'Environment of the approvals',
    about: 'Where the parent was approved.',
    usual: '#{Octopus.Environment.Name}',
  },
  {
    name: 'ChildProject.ManualIntervention.Tenant.Name',
    label: 'Tenant of the approvals',
    about: 'For whom the parent was approved.',
    usual: '#{Octopus.Deployment.Tenant.Name}',
  },
]
