/** The component projects of the suite, in the order in which they are deployed, and the role of the machines that each runs on. */
export const ACME_CHILDREN = [
  { name: 'Database', role: null },
  { name: 'Web API', role: 'App-WebApi' },
  { name: 'Scheduling Service', role: 'App-Service' },
  { name: 'Web UI', role: 'App-WebUI' },
] as const
export type AcmeChild = (typeof ACME_CHILDREN)[number]['name']
export const ACME_ROLES = ACME_CHILDREN.flatMap(({ role }) => (role === null ? [] : [role]))

export interface AcmeStep {
  readonly Name: string
  readonly Condition?: string
  readonly Properties?: Readonly<Record<string, string>>
  readonly Actions: readonly Readonly<Record<string, unknown>>[]
}

/**
 * Leaves the version in a file named after the project, in a folder named after the machine, and says in a journal when it
 * began and ended. A test can hold it (`hold <project> <environment>`) or make it fail (`break ...`) by a file of that name.
 */
const INSTALL = `folder='#{Acme.Folder}'
what='#{Octopus.Project.Name}'
version='#{Octopus.Release.Number}'
environment='#{Octopus.Environment.Name}'
machine='#{if Octopus.Machine.Name}#{Octopus.Machine.Name}#{else}worker in #{Octopus.Environment.Name}#{/if}'
echo "begin $what $version on $machine" >> "$folder/journal"
while [ -e "$folder/hold $what $environment" ]; do sleep 0.02; done
if [ -e "$folder/break $what $environment" ]; then fail_step "$what $version is broken"; fi
mkdir -p "$folder/$machine"
echo "$version" >> "$folder/$machine/$what"
echo "end $what $version on $machine" >> "$folder/journal"
`

/** Asks a team in Production, then installs on its machines, or once on a worker. */
export function childSteps(role: string | null, productionId: string, teamId: string): readonly AcmeStep[] {
  return [
    manualStep('Approve', 'May this go to Production?', teamId, { Environments: [productionId] }),
    installStep('Install', role === null ? [] : [role], {}),
  ]
}

export interface SuiteSteps {
  readonly approvalEnvironmentId: string
  readonly approvalTeamIds: Readonly<Record<string, string>>
  /** Whose approvals count for every tenant; without it, each tenant's own. */
  readonly approvalTenant?: string | undefined
  /** Roles of a step of the parent's own; none: it has no such step. */
  readonly ownRoles: readonly string[]
}

/** What-if steps, approvals in the approval environment only, and the deployments, everywhere else. */
export function suiteSteps(suite: SuiteSteps): readonly AcmeStep[] {
  const { approvalEnvironmentId, approvalTeamIds, approvalTenant, ownRoles } = suite
  const instructions = ACME_CHILDREN.map(({ name }) => {
    const output = (variable: string) => `#{Octopus.Action[Get ${name} Release].Output.${variable}}`
    return `${name}: ${output('ReleaseToPromote')}\n${output('ReleaseNotes')}`
  }).join('\n')
  return [
    ...ACME_CHILDREN.map(({ name }) => ({
      ...childStep(`Get ${name} Release`, name, { 'WhatIf.Value': 'Yes' }, {}),
      Condition: 'Variable',
      Properties: { 'Octopus.Step.ConditionVariableExpression': '#{Suite.Promotes}' },
    })),
    ...Object.entries(approvalTeamIds).map(([team, teamId]) =>
      manualStep(`${team} approval`, instructions, teamId, { Environments: [approvalEnvironmentId] }),
    ),
    ...(ownRoles.length > 0
      ? [installStep('Reach machines', ownRoles, { ExcludedEnvironments: [approvalEnvironmentId] })]
      : []),
    ...ACME_CHILDREN.map(({ name }) =>
      childStep(
        `Deploy ${name}`,
        name,
        approvalTenant === undefined ? {} : { 'ManualIntervention.Tenant.Name': approvalTenant },
        { ExcludedEnvironments: [approvalEnvironmentId] },
      ),
    ),
  ]
}

/** A step of the parent that runs on a worker only. */
export const workerStep = (): AcmeStep => installStep('Say hello', [], {})

function childStep(name: string, child: string, parameters: Record<string, string>, scope: object): AcmeStep {
  const given = {
    'Api.Key': '#{Suite.ApiKey}',
    'Project.Name': child,
    'Release.Number': '#{Suite.ReleasePattern}',
    'Destination.EnvironmentName': '#{Suite.Destination}',
    'DeploymentMode.Value': '#{Suite.Mode}',
    'Target.MachineNames': '#{Suite.Machines}',
    'ManualIntervention.EnvironmentToUse': '#{Suite.ApprovalEnvironment}',
    ...parameters,
  }
  const Properties = Object.fromEntries(Object.entries(given).map(([key, value]) => [`ChildProject.${key}`, value]))
  return {
    Name: name,
    Actions: [
      {
        Name: name,
        ActionType: 'Flotilla.DeployChildProject',
        Properties: { ...Properties, 'Octopus.Action.RunOnServer': 'true' },
        ...scope,
      },
    ],
  }
}

function manualStep(name: string, instructions: string, teamId: string, scope: object): AcmeStep {
  const Properties = {
    'Octopus.Action.RunOnServer': 'true',
    'Octopus.Action.Manual.Instructions': instructions,
    'Octopus.Action.Manual.ResponsibleTeamIds': teamId,
  }
  return { Name: name, Actions: [{ Name: name, ActionType: 'Octopus.Manual', Properties, ...scope }] }
}

function installStep(name: string, roles: readonly string[], scope: object): AcmeStep {
  const Properties = {
    'Octopus.Action.RunOnServer': String(roles.length === 0),
    'Octopus.Action.Script.ScriptSource': 'Inline',
    'Octopus.Action.Script.Syntax': 'Bash',
    'Octopus.Action.Script.ScriptBody': INSTALL,
  }
  return {
    Name: name,
    Properties: { 'Octopus.Action.TargetRoles': roles.join(',') },
    Actions: [{ Name: name, ActionType: 'Octopus.Script', Properties, ...scope }],
  }
}
