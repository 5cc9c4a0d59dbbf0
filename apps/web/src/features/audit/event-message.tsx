import type { AuditEvent } from '@flotilla/api'
import { Link } from 'react-router'
import { useTo } from '../../api/space.tsx'

type Page = (id: string, related: (kind: string) => string) => readonly string[]

/** Where things have a page, of their own or among others of their kind, by the first part of their id. */
const PAGES: Readonly<Record<string, Page>> = {
  Deployments: (id) => ['deployments', id],
  ServerTasks: (id) => ['tasks', id],
  Machines: (id) => ['targets', id],
  Workers: () => ['workers'],
  WorkerPools: () => ['workers'],
  Projects: (id) => ['projects', id],
  ProjectGroups: () => ['project-groups'],
  ProjectTriggers: (_, related) => ['projects', related('Projects'), 'triggers'],
  Channels: (_, related) => ['projects', related('Projects'), 'channels'],
  Runbooks: (id, related) => ['projects', related('Projects'), 'runbooks', id],
  RunbookSnapshots: (_, related) => ['projects', related('Projects'), 'runbooks', related('Runbooks')],
  RunbookProcess: (_, related) => ['projects', related('Projects'), 'runbooks', related('Runbooks')],
  deploymentprocess: (_, related) => ['projects', related('Projects'), 'process'],
  variableset: (_, related) => ['projects', related('Projects'), 'variables'],
  Environments: () => ['environments'],
  Lifecycles: (id) => ['lifecycles', id],
  Tenants: (id) => ['tenants', id],
  TagSets: () => ['tenants', 'tag-sets'],
  Accounts: () => ['accounts'],
  Proxies: () => ['proxies'],
  MachinePolicies: () => ['machine-policies'],
  Feeds: () => ['library', 'feeds'],
  Users: (id) => ['settings', 'users', id],
  Teams: (id) => ['settings', 'teams', id],
  UserRoles: () => ['settings', 'roles'],
}

const kindOf = (id: string): string => id.slice(0, id.indexOf('-'))

function pageOf({ Category, RelatedDocumentIds }: AuditEvent): readonly string[] | undefined {
  const [id] = RelatedDocumentIds
  if (id === undefined || Category.endsWith('Deleted')) return undefined
  const related = (kind: string) => RelatedDocumentIds.find((each) => kindOf(each) === kind) ?? ''
  const page = PAGES[kindOf(id)]?.(id, related)
  // What it belongs to may have no page.
  return page?.includes('') ? undefined : page
}

/** What happened, as a link to what it is about, where that has a page. What was deleted has none any more. */
export function EventMessage({ of }: { readonly of: AuditEvent }) {
  const to = useTo()
  const page = pageOf(of)
  return page ? <Link to={to(...page)}>{of.Message}</Link> : of.Message
}
