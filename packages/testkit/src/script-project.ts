import type { Api } from './test-server.ts'

/** A project of one step that runs a Bash script once on the built-in worker, or on targets of a role, with release 1.0. */
export async function createScriptProject(
  api: Api,
  {
    name,
    script,
    environmentId,
    role,
  }: { readonly name: string; readonly script: string; readonly environmentId: string; readonly role?: string },
): Promise<{ projectId: string; releaseId: string; deploy: () => Promise<string> }> {
  const lifecycle = (await api('GET', '/api/Spaces-1/lifecycles')).body.Items[0]
  const group = (await api('GET', '/api/Spaces-1/projectgroups')).body.Items[0]
  const project = (
    await api('POST', '/api/Spaces-1/projects', { Name: name, LifecycleId: lifecycle.Id, ProjectGroupId: group.Id })
  ).body
  const address = `/api/Spaces-1/deploymentprocesses/${project.DeploymentProcessId}`
  const process = (await api('GET', address)).body
  const properties = {
    'Octopus.Action.RunOnServer': role ? 'false' : 'true',
    'Octopus.Action.Script.Syntax': 'Bash',
    'Octopus.Action.Script.ScriptBody': script,
  }
  const onTargets = role ? { Properties: { 'Octopus.Action.TargetRoles': role } } : {}
  const steps = [
    { Name: 'Run', ...onTargets, Actions: [{ Name: 'Run', ActionType: 'Octopus.Script', Properties: properties }] },
  ]
  await api('PUT', address, { ...process, Steps: steps })
  const release = (await api('POST', '/api/Spaces-1/releases', { ProjectId: project.Id, Version: '1.0' })).body
  const deploy = async (): Promise<string> => {
    const deployment = await api('POST', '/api/Spaces-1/deployments', {
      ReleaseId: release.Id,
      EnvironmentId: environmentId,
    })
    if (deployment.status !== 201) throw new Error(`The deployment was refused: ${JSON.stringify(deployment.body)}`)
    return deployment.body.TaskId
  }
  return { projectId: project.Id, releaseId: release.Id, deploy }
}
