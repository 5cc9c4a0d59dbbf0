import type { VariableSource, VariableTemplate, VariableType } from '@flotilla/domain/variables'
import { VARIABLE_TYPES } from '@flotilla/domain/variables'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'

/** A template as projects and library sets store it (API reference 5.21). */
export interface TemplateDocument {
  readonly Id: string
  readonly Name: string
  readonly Label: string
  readonly DefaultValue: unknown
  readonly DisplaySettings: Readonly<Record<string, string>>
}

/** A project, or a library set that it includes, with its templates. `order` counts the included sets. */
export interface TemplateOwner {
  readonly id: string
  readonly name: string
  readonly source: VariableSource
  readonly templates: readonly TemplateDocument[]
}

/** What a project asks of its tenants: its own templates, then the common ones of the sets it includes, in their order. */
export const loadTemplateOwners = async (db: Queryable, project: Document): Promise<readonly TemplateOwner[]> =>
  (await loadTemplateOwnersOfEach(db, [project]))[0]!

/** The same for several projects, in their order, read together. */
export async function loadTemplateOwnersOfEach(
  db: Queryable,
  projects: readonly Document[],
): Promise<readonly (readonly TemplateOwner[])[]> {
  const includedBy = (project: Document) => project.IncludedLibraryVariableSetIds as readonly string[]
  const ids = [...new Set(projects.flatMap(includedBy))]
  const { rows } =
    ids.length === 0
      ? { rows: [] }
      : await sql<{ document: Document }>`
          select document from library_variable_set where id = any(${ids}::text[])`.execute(db)
  const sets = new Map(rows.map(({ document }) => [document.Id, document]))
  return projects.map((project) => [
    ownerOf(project, 'project'),
    ...includedBy(project).flatMap((id, order) => {
      const set = sets.get(id)
      return set ? [ownerOf(set, { library: id, order })] : []
    }),
  ])
}

const ownerOf = (document: Document, source: VariableSource): TemplateOwner => ({
  id: document.Id,
  name: document.Name,
  source,
  templates: (document.Templates ?? []) as readonly TemplateDocument[],
})

/** Whether answers to a template are secrets. */
export const isSecretTemplate = ({ DefaultValue, DisplaySettings }: TemplateDocument): boolean =>
  DisplaySettings['Octopus.ControlType'] === 'Sensitive' || (typeof DefaultValue === 'object' && DefaultValue !== null)

/** A template as the domain sees it; `secrets` are those of its owner. */
export function templateOf(
  owner: TemplateOwner,
  template: TemplateDocument,
  secrets: ReadonlyMap<string, string>,
): VariableTemplate {
  const isSensitive = isSecretTemplate(template)
  const { DefaultValue } = template
  return {
    id: template.Id,
    name: template.Name,
    label: template.Label,
    type: isSensitive ? 'Sensitive' : typeOf(template.DisplaySettings['Octopus.ControlType']),
    isSensitive,
    defaultValue: typeof DefaultValue === 'string' ? DefaultValue : (secrets.get(`${template.Id}/DefaultValue`) ?? ''),
    source: owner.source,
  }
}

/** Controls that choose an account, a certificate or a worker pool are called by the type of variable that they give. */
const typeOf = (control: string | undefined): VariableType =>
  VARIABLE_TYPES.find((type) => type === control) ?? 'String'
