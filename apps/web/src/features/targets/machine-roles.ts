import { useRead } from '../../api/queries.ts'

/** The roles that targets of the space have. */
export const useMachineRoles = () =>
  useRead(['machine-roles'], (client) => client.get<readonly string[]>('~/machineroles/all'))
