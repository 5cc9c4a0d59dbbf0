import type { Client, Query } from './client.ts'
import type { Machine, NewMachine } from './resources.ts'

/** Deployment targets. A filter that is left out does not narrow. */
export const listMachines = (
  client: Client,
  filter: {
    readonly environmentIds?: readonly string[] | undefined
    readonly roles?: readonly string[] | undefined
    readonly tenantIds?: readonly string[] | undefined
    readonly healthStatuses?: readonly string[] | undefined
  } = {},
): Promise<readonly Machine[]> => client.all('~/machines', { ...filter } satisfies Query)

export const registerMachine = (client: Client, machine: NewMachine): Promise<Machine> =>
  client.post('~/machines', machine)

/** Changes a machine that is already registered; what `change` leaves out stays. */
export const changeMachine = (client: Client, before: Machine, change: Partial<NewMachine>): Promise<Machine> => {
  const hasTenants = change.TenantIds !== undefined || change.TenantTags !== undefined
  return client.put(`~/machines/${before.Id}`, {
    ...before,
    // Whether it serves tenants follows from the new ones.
    ...(hasTenants ? { TenantedDeploymentParticipation: undefined } : {}),
    ...change,
  })
}
