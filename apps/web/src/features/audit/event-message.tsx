import type { AuditEvent } from '@flotilla/api'
import { Link } from 'react-router'
import { useTo } from '../../api/space.tsx'

/** Where things have a page of their own, by the first part of their id. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  Deployments: ['deployments'],
  ServerTasks: ['tasks'],
  Machines: ['targets'],
  Projects: ['projects'],
  Tenants: ['tenants'],
  Lifecycles: ['lifecycles'],
  Users: ['settings', 'users'],
  Teams: ['settings', 'teams'],
}

/** What happened, as a link to what it is about, where that has a page. What was deleted has none any more. */
export function EventMessage({ of: { Category, Message, RelatedDocumentIds } }: { readonly of: AuditEvent }) {
  const to = useTo()
  const id = RelatedDocumentIds[0] ?? ''
  const page = Category === 'Deleted' ? undefined : PAGES[id.slice(0, id.indexOf('-'))]
  return page ? <Link to={to(...page, id)}>{Message}</Link> : Message
}
