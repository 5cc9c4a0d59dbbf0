export type { AccessScope, Grant } from './may-do.ts'
export { mayDo, mayDoSomewhere } from './may-do.ts'
export type { Permission } from './permissions.ts'
export { isPermission, SPACE_PERMISSIONS, SYSTEM_PERMISSIONS } from './permissions.ts'
