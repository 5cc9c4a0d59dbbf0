import { type NamedValues, namedValues } from './named-values.ts'

export interface NamedThing {
  readonly id: string
  readonly name: string
}

export interface EnvironmentFacts extends NamedThing {
  readonly sortOrder: number
  /** Names of the machines in the environment, by role. */
  readonly machinesInRole: ReadonlyMap<string, readonly string[]>
}

export interface MachineFacts extends NamedThing {
  readonly roles: readonly string[]
  /** Known of listening agents and SSH hosts only. */
  readonly hostname: string | null
  /** Roles of the machine that the step asks for. */
  readonly targetedRoles: readonly string[]
}

/** `Octopus.Environment.*`. Source: domain reference 5.7. */
export function environmentVariables(environment: EnvironmentFacts): NamedValues {
  const byRole = [...environment.machinesInRole].map(
    ([role, names]) => [`Octopus.Environment.MachinesInRole[${role}]`, names.join(',')] as const,
  )
  return namedValues([
    ['Octopus.Environment.Id', environment.id],
    ['Octopus.Environment.Name', environment.name],
    ['Octopus.Environment.SortOrder', String(environment.sortOrder)],
    ...byRole,
  ])
}

/** `Octopus.Machine.*`, for actions that run on a machine or on its behalf. Source: domain reference 4.2, 5.7. */
export function machineVariables(machine: MachineFacts): NamedValues {
  return namedValues([
    ['Octopus.Machine.Id', machine.id],
    ['Octopus.Machine.Name', machine.name],
    ['Octopus.Machine.Roles', machine.roles.join(',')],
    ['Octopus.Machine.Hostname', machine.hostname],
    ['Octopus.Tentacle.CurrentDeployment.TargetedRoles', machine.targetedRoles.join(',')],
  ])
}

/** `Octopus.Project.*` and `Octopus.ProjectGroup.*`. Source: domain reference 5.7. */
export function projectVariables(project: NamedThing, group: NamedThing): NamedValues {
  return namedValues([
    ['Octopus.Project.Id', project.id],
    ['Octopus.Project.Name', project.name],
    ['Octopus.ProjectGroup.Id', group.id],
    ['Octopus.ProjectGroup.Name', group.name],
  ])
}

/** `Octopus.Space.*`. Source: domain reference 1.1. */
export function spaceVariables(space: NamedThing): NamedValues {
  return namedValues([
    ['Octopus.Space.Id', space.id],
    ['Octopus.Space.Name', space.name],
  ])
}

/** `Octopus.WorkerPool.*`. Source: domain reference 5.7. */
export function workerPoolVariables(pool: NamedThing): NamedValues {
  return namedValues([
    ['Octopus.WorkerPool.Id', pool.id],
    ['Octopus.WorkerPool.Name', pool.name],
  ])
}

/** The server's public address without a slash at its end, and the paths of its pages. */
export interface ServerFacts {
  readonly serverUri: string
  readonly projectPath: string
  readonly releasePath: string | null
  readonly deploymentPath: string | null
}

/** `Octopus.Web.*`: the links are paths below the address. Source: domain reference 5.7. */
export function serverVariables(server: ServerFacts): NamedValues {
  return namedValues([
    ['Octopus.Web.ServerUri', server.serverUri],
    ['Octopus.Web.BaseUrl', server.serverUri],
    ['Octopus.Web.ProjectLink', server.projectPath],
    ['Octopus.Web.ReleaseLink', server.releasePath],
    ['Octopus.Web.DeploymentLink', server.deploymentPath],
  ])
}
