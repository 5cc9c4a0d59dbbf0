/** What deployments run on, page by page. */
export const INFRASTRUCTURE = [
  { name: 'Targets', path: 'targets' },
  { name: 'Drift', path: 'drift' },
  { name: 'Workers', path: 'workers' },
  { name: 'Machine policies', path: 'machine-policies' },
  { name: 'Accounts', path: 'accounts' },
  { name: 'Proxies', path: 'proxies' },
] as const
