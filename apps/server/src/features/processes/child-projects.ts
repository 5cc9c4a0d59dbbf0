import type { ProjectId } from '@flotilla/domain'
import { judgeNesting, MAX_CHILD_NESTING } from '@flotilla/domain/suites'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { isDeployRelease } from './deploy-release-actions.ts'
import type { StepDocument } from './schema.ts'

interface Node {
  readonly id: string
  readonly name: string
  readonly steps: readonly StepDocument[]
}

/**
 * Refuses projects that deploy each other in a circle, or nest too deep, when a process is saved (reliability C5). Only what
 * the process says in so many words can be judged here; names made of expressions are judged when the step runs.
 */
export async function checkNesting(
  db: Queryable,
  space: { readonly id: string; readonly name: string },
  root: Node,
): Promise<string[]> {
  const known = new Map<string, Node>([[root.id, root]])
  const children = new Map<ProjectId, readonly ProjectId[]>()
  let level: readonly Node[] = [root]
  for (let depth = 0; level.length > 0 && depth <= MAX_CHILD_NESTING + 1; depth += 1) {
    const next: Node[] = []
    for (const node of level) {
      const found = await loadChildren(db, space, node.steps)
      children.set(
        node.id as ProjectId,
        found.map(({ id }) => id as ProjectId),
      )
      for (const child of found) {
        if (known.has(child.id)) continue
        known.set(child.id, child)
        next.push(child)
      }
    }
    level = next
  }
  const verdict = judgeNesting(root.id as ProjectId, children)
  if (verdict.ok) return []
  const path = verdict.error.path.map((id) => `'${known.get(id)?.name ?? id}'`).join(' > ')
  return verdict.error.kind === 'child-cycle'
    ? [`Steps: the projects would deploy each other without end: ${path}.`]
    : [`Steps: projects would be nested more than ${verdict.error.limit} deep: ${path}.`]
}

async function loadChildren(
  db: Queryable,
  space: { readonly id: string; readonly name: string },
  steps: readonly StepDocument[],
): Promise<readonly Node[]> {
  const actions = steps.flatMap((step) => step.Actions).filter((action) => action.IsDisabled !== true)
  const text = (properties: Readonly<Record<string, unknown>>, name: string) => {
    const value = properties[name]
    return typeof value === 'string' ? value.trim() : ''
  }
  const names = actions
    .filter(({ ActionType }) => ActionType.toLowerCase() === 'flotilla.deploychildproject')
    .filter(({ Properties }) => !Properties['ChildProject.Api.Key'])
    .filter(({ Properties }) => {
      const wanted = text(Properties, 'ChildProject.Space.Name')
      return wanted === '' || wanted === '#{Octopus.Space.Name}' || wanted.toLowerCase() === space.name.toLowerCase()
    })
    .map(({ Properties }) => text(Properties, 'ChildProject.Project.Name').toLowerCase())
  const ids = actions
    .filter(({ ActionType }) => isDeployRelease(ActionType))
    .map(({ Properties }) => canonicalId(text(Properties, 'Octopus.Action.DeployRelease.ProjectId')))
  if (names.length + ids.length === 0) return []
  const { rows } = await sql<{ id: string; name: string; document: { Steps: StepDocument[] } }>`
    select project.id, project.name, process.document
    from project join deployment_process process on process.owner_id = project.id and process.snapshot_of is null
    where project.space_id = ${space.id} and (lower(project.name) = any(${names}::text[]) or project.id = any(${ids}::text[]))`.execute(
    db,
  )
  return rows.map(({ id, name, document }) => ({ id, name, steps: document.Steps }))
}
