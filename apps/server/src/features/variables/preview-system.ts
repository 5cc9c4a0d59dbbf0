import {
  environmentVariables,
  machineVariables,
  type NamedValues,
  projectVariables,
  serverVariables,
  spaceVariables,
  systemVariables,
} from '@flotilla/domain/variables'
import type { Space } from '../context.ts'
import type { PreviewPlace } from './preview-entries.ts'

/** What the server itself would set in a place, as far as it is known without a release. */
export function systemOf(
  space: Space,
  { project, environment, channel, tenant, machine, step }: PreviewPlace,
  serverUri: string,
): NamedValues {
  return systemVariables(
    spaceVariables(space),
    projectVariables({ id: project.Id, name: project.Name }, { id: project.ProjectGroupId as string, name: '' }),
    serverVariables({
      serverUri,
      projectPath: `/app#/${space.id}/projects/${project.Slug}`,
      releasePath: null,
      deploymentPath: null,
    }),
    ...(environment
      ? [
          environmentVariables({
            id: environment.Id,
            name: environment.Name,
            sortOrder: Number(environment.SortOrder ?? 0),
            machinesInRole: new Map(),
          }),
        ]
      : []),
    ...(machine
      ? [
          machineVariables({
            ...machine,
            hostname: null,
            targetedRoles: machine.roles.filter((role) =>
              (step?.roles ?? []).some((asked) => asked.toLowerCase() === role.toLowerCase()),
            ),
          }),
        ]
      : []),
    new Map([
      ...(channel
        ? ([
            ['Octopus.Release.Channel.Id', channel.Id],
            ['Octopus.Release.Channel.Name', channel.Name],
          ] as const)
        : []),
      ...(tenant
        ? ([
            ['Octopus.Deployment.Tenant.Id', tenant.id],
            ['Octopus.Deployment.Tenant.Name', tenant.name],
            ['Octopus.Deployment.Tenant.Tags', tenant.tags.join(',')],
          ] as const)
        : []),
    ]),
  )
}
