export type { Kind } from './kind.ts'
export { targetKind, teamKind, teamRoleFields, tenantKind, userKind } from './place-kinds.ts'
export { channelKind, projectKind, triggerKind } from './project-kinds.ts'
export { environmentKind, libraryVariableSetKind, lifecycleKind, projectGroupKind, tagSetKind } from './setup-kinds.ts'
