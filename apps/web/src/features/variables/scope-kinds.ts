/**
 * What a value can be narrowed to: the server's word for it, the list of what it can be, and what people call one and many. A
 * place in which values are looked up is told by those that are `asked`.
 */
export const SCOPE_KINDS = [
  { kind: 'Environment', list: 'Environments', one: 'Environment', many: 'Environments', asked: 'environment' },
  { kind: 'Machine', list: 'Machines', one: 'Target', many: 'Targets', asked: 'machine' },
  { kind: 'Role', list: 'Roles', one: 'Role', many: 'Roles', asked: 'role' },
  { kind: 'Action', list: 'Actions', one: 'Step', many: 'Steps', asked: 'action' },
  { kind: 'Channel', list: 'Channels', one: 'Channel', many: 'Channels', asked: 'channel' },
  { kind: 'Tenant', list: 'Tenants', one: 'Tenant', many: 'Tenants', asked: 'tenant' },
  { kind: 'TenantTag', list: 'TenantTags', one: 'Tenant tag', many: 'Tenant tags', asked: undefined },
  {
    kind: 'ProcessOwner',
    list: 'Processes',
    one: 'Deployment or runbook',
    many: 'Deployments or runbooks',
    asked: undefined,
  },
] as const

/** How many choices a list shows at once; the others are found by their names. */
export const MOST_SHOWN = 100
