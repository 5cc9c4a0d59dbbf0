/** What administrators set up, page by page. */
export const SETTINGS = [
  { name: 'Users', path: 'users' },
  { name: 'Teams', path: 'teams' },
  { name: 'Roles', path: 'roles' },
  { name: 'Spaces', path: 'spaces' },
  { name: 'Server', path: 'server' },
] as const
