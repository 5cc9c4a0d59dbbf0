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

/** Replaces a machine that is already registered; its other settings stay. */
export const replaceMachine = (client: Client, before: Machine, machine: NewMachine): Promise<Machine> =>
  client.put(`~/machines/${before.Id}`, { ...before, ...machine })
