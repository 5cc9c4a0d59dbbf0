import type { Answer, Api, TestServer } from '@flotilla/testkit'

/** Says its version and machine, then ends as the prompted variable `Ending` says. */
const INSTALL = `echo "installing #{Octopus.Release.Number} on #{Octopus.Machine.Name}"
write_highlight "half way"
case "#{Ending}" in
  break) exit 3 ;;
  slow) sleep 60 ;;
  count) for n in $(seq 40); do echo "number $n"; sleep 0.1; done ;;
esac
`

export interface CliWorld {
  readonly environments: Readonly<Record<'Test' | 'Staging', string>>
  readonly release: (project: string, version: string) => Promise<string>
  /** A release of the project of tenants that is for some of them only. */
  readonly goldRelease: (version: string) => Promise<unknown>
}

/**
 * A component that runs on targets and asks how it shall end, a suite that deploys it in a mode that is asked for, a
 * project of three tenants, of whom one does not have it, and one that asks a person. One phase holds all environments: everything may go everywhere.
 */
export async function buildCliWorld({ api }: TestServer): Promise<CliWorld> {
  const create = (path: string, body: object) => must(api('POST', `/api/Spaces-1${path}`, body))
  const environments = {
    Test: (await create('/environments', { Name: 'Test' })).Id as string,
    Staging: (await create('/environments', { Name: 'Staging' })).Id as string,
  }
  const lifecycle = await create('/lifecycles', {
    Name: 'Anywhere',
    Phases: [{ Name: 'All', OptionalDeploymentTargets: Object.values(environments) }],
  })
  const ids = new Map<string, string>()
  const project = async (
    name: string,
    steps: readonly object[],
    variables: readonly object[] = [],
    mode = 'Untenanted',
  ) => {
    const made = await create('/projects', {
      Name: name,
      LifecycleId: lifecycle.Id,
      TenantedDeploymentMode: mode,
    })
    ids.set(name, made.Id)
    await replace(api, `/api/Spaces-1/deploymentprocesses/${made.DeploymentProcessId}`, { Steps: steps })
    await replace(api, `/api/Spaces-1/variables/${made.VariableSetId}`, { Variables: variables })
  }
  await project(
    'Web API',
    [scriptStep('Install', INSTALL)],
    [{ Name: 'Ending', Value: 'ok', Prompt: { Label: 'How it ends', Required: true, DisplaySettings: {} } }],
  )
  const modes = { 'Octopus.ControlType': 'Select', 'Octopus.SelectOptions': 'Promote|Promote\nRedeploy|Redeploy' }
  await project(
    'Suite',
    [scriptStep('Greet', 'echo hello'), childStep('Deploy Web API', 'Web API')],
    [{ Name: 'Mode', Value: 'Promote', Prompt: { Label: '', Required: true, DisplaySettings: modes } }],
  )
  await project('Tenanted', [scriptStep('Install', 'echo "for #{Octopus.Deployment.Tenant.Name}"', '')], [], 'Tenanted')
  for (const set of ['Region/Europe', 'Plan/Gold']) {
    const [Name, tag] = set.split('/')
    await create('/tagsets', { Name, Tags: [{ Name: tag, Color: '#333333' }] })
  }
  const connected = { [ids.get('Tenanted')!]: [environments.Staging] }
  const europe = ['Region/Europe']
  await create('/tenants', { Name: 'Acme', TenantTags: europe, ProjectEnvironments: connected })
  await create('/tenants', { Name: 'Globex', TenantTags: [...europe, 'Plan/Gold'], ProjectEnvironments: connected })
  await create('/tenants', { Name: 'Initech', TenantTags: europe })
  const gold = await create('/channels', { Name: 'Gold', ProjectId: ids.get('Tenanted'), TenantTags: ['Plan/Gold'] })
  await project('Careful', [manualStep('Ask'), scriptStep('Install', 'echo done')])
  return {
    environments,
    release: async (name, version) => (await create('/releases', { ProjectId: ids.get(name), Version: version })).Id,
    goldRelease: (version) =>
      create('/releases', { ProjectId: ids.get('Tenanted'), Version: version, ChannelId: gold.Id }),
  }
}

async function replace(api: Api, path: string, fields: object): Promise<void> {
  const { Version } = await must(api('GET', path))
  await must(api('PUT', path, { Version, ...fields }))
}

async function must(asked: Promise<Answer>): Promise<Answer['body']> {
  const { status, body } = await asked
  if (status >= 300) throw new Error(`The server answered ${status}: ${JSON.stringify(body)}`)
  return body
}

const step = (name: string, actionType: string, properties: Readonly<Record<string, string>>, roles = '') => ({
  Name: name,
  Properties: { 'Octopus.Action.TargetRoles': roles },
  Actions: [
    {
      Name: name,
      ActionType: actionType,
      Properties: { 'Octopus.Action.RunOnServer': String(roles === ''), ...properties },
    },
  ],
})

const scriptStep = (name: string, script: string, roles = 'api') =>
  step(
    name,
    'Octopus.Script',
    {
      'Octopus.Action.Script.ScriptSource': 'Inline',
      'Octopus.Action.Script.Syntax': 'Bash',
      'Octopus.Action.Script.ScriptBody': script,
    },
    roles,
  )

const childStep = (name: string, child: string) =>
  step(name, 'Flotilla.DeployChildProject', {
    'ChildProject.Project.Name': child,
    'ChildProject.DeploymentMode.Value': '#{Mode}',
  })

const manualStep = (name: string) =>
  step(name, 'Octopus.Manual', { 'Octopus.Action.Manual.Instructions': 'Is the moon full?' })
