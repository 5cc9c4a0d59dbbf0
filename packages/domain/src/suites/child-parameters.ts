/** A parameter of the deploy-child step: the action property's name and what it holds until someone changes it. */
export interface ChildParameter {
  readonly name: string
  readonly label: string
  /** May be an expression; it is evaluated like any property. */
  readonly defaultValue: string
  readonly isSensitive: boolean
}

/**
 * The parameters of the deploy-child step, under the names, labels and defaults of the community step template, so that
 * a process written for the template runs here.
 * Source: domain reference 10.1.
 */
export const CHILD_PARAMETERS = {
  serverUrl: parameter('ChildProject.Web.ServerUrl', 'Base URL', '#{Octopus.Web.ServerUri}'),
  apiKey: { ...parameter('ChildProject.Api.Key', 'API key', ''), isSensitive: true },
  spaceName: parameter('ChildProject.Space.Name', 'Child space', '#{Octopus.Space.Name}'),
  projectName: parameter('ChildProject.Project.Name', 'Child project', ''),
  releaseFilter: parameter('ChildProject.Release.Number', 'Release filter', ''),
  notFound: parameter('ChildProject.Release.NotFoundError', 'If no release is found', 'Warning'),
  destination: parameter('ChildProject.Destination.EnvironmentName', 'Destination', '#{Octopus.Environment.Name}'),
  source: parameter('ChildProject.SourceEnvironment.Name', 'Source environment', ''),
  channel: parameter('ChildProject.Channel.Name', 'Channel', ''),
  tenant: parameter('ChildProject.Tenant.Name', 'Tenant', '#{Octopus.Deployment.Tenant.Name}'),
  promptedValues: parameter('ChildProject.Prompted.Variables', 'Prompted values', ''),
  mode: parameter('ChildProject.DeploymentMode.Value', 'Mode', 'Promote'),
  refreshVariables: parameter('ChildProject.RefreshVariableSnapShots.Option', 'Refresh variables', 'No'),
  machines: parameter('ChildProject.Target.MachineNames', 'Specific targets', 'N/A'),
  ignoreMismatch: parameter('ChildProject.Deployment.IgnoreSpecificMachineMismatch', 'Ignore target mismatch', 'No'),
  notesAsArtifact: parameter('ChildProject.ReleaseNotes.SaveAsArtifact', 'Save notes as artifact', 'No'),
  whatIf: parameter('ChildProject.WhatIf.Value', 'What if', 'No'),
  wait: parameter('ChildProject.WaitForFinish.Value', 'Wait for finish', 'Yes'),
  enhancedLog: parameter('ChildProject.EnableEnhancedLogging.Value', 'Enhanced log', 'No'),
  longestWait: parameter('ChildProject.CancelDeployment.Seconds', 'Longest wait (seconds)', '1800'),
  futureTime: parameter('ChildProject.Deployment.FutureTime', 'Schedule', 'N/A'),
  useApprovals: parameter('ChildProject.ManualInterventions.UseApprovalsFromParent', 'Auto-approve', 'Yes'),
  approvalEnvironment: parameter(
    'ChildProject.ManualIntervention.EnvironmentToUse',
    'Approval environment',
    '#{Octopus.Environment.Name}',
  ),
  approvalTenant: parameter(
    'ChildProject.ManualIntervention.Tenant.Name',
    'Approval tenant',
    '#{Octopus.Deployment.Tenant.Name}',
  ),
} as const satisfies Record<string, ChildParameter>

export type ChildParameterKey = keyof typeof CHILD_PARAMETERS

/**
 * Adds the defaults of the parameters that a step's properties leave out, before expressions are evaluated.
 * A property that is there stays, blank ones too: blank is an answer.
 */
export function withChildDefaults(properties: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const defaults = Object.values(CHILD_PARAMETERS).map(({ name, defaultValue }) => [name, defaultValue] as const)
  return new Map([...defaults, ...properties])
}

function parameter(name: string, label: string, defaultValue: string): ChildParameter {
  return { name, label, defaultValue, isSensitive: false }
}
