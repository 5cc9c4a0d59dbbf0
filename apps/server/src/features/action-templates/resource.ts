import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { forgetSecrets } from '../../database/secrets.ts'
import { FreeForm, Nullable, Properties, TemplateParameters, Text } from '../fields.ts'
import { KINDS } from '../kinds.ts'
import { forgetLogo } from '../logos/queries.ts'
import { keepSecrets } from '../secret-fields.ts'
import type { Resource } from '../standard-routes.ts'
import { templateProblems } from '../templates.ts'

/** Step templates (API reference 5.21). The JSON of a community template can be posted as it is. */
export const actionTemplateResource: Resource = {
  kind: KINDS.actionTemplate,
  tag: 'Step templates',
  permissions: {
    view: 'ActionTemplateView',
    create: 'ActionTemplateCreate',
    edit: 'ActionTemplateEdit',
    delete: 'ActionTemplateDelete',
  },
  fields: {
    Description: Text(),
    ActionType: Type.String({ minLength: 1 }),
    CommunityActionTemplateId: Nullable(),
    Properties: Properties(),
    Packages: Type.Optional(Type.Array(FreeForm(), { default: [] })),
    GitDependencies: Type.Optional(Type.Array(FreeForm(), { default: [] })),
    Parameters: TemplateParameters(),
    StepPackageVersion: Nullable(),
    Inputs: Type.Optional(Type.Union([Type.Null(), FreeForm()], { default: null })),
  },
  added: { Version: Type.Integer() },
  check: async (_change, body) =>
    templateProblems('Parameters', body.Parameters as Parameters<typeof templateProblems>[1]),
  complete: async ({ tx, id, spaceId, before }, body) => {
    const parameters = (body.Parameters as readonly { Id: string }[]).map((parameter) => ({
      DefaultValue: '',
      ...parameter,
      Id: parameter.Id || randomUUID(),
    }))
    const given = { Properties: body.Properties, Parameters: parameters }
    const { value, changes } = await keepSecrets(tx, { ownerId: id, spaceId }, given)
    const next = { ...body, ...value }
    const isSame =
      before !== undefined &&
      changes.length === 0 &&
      Object.entries(next).every(([name, field]) => isDeepStrictEqual(JSON.parse(JSON.stringify(field)), before[name]))
    return { ...value, Version: before ? (before.Version as number) + (isSame ? 0 : 1) : 1 }
  },
  afterCreate: ({ tx }, document) => keepVersion(tx, document),
  afterUpdate: ({ tx }, document) => keepVersion(tx, document),
  afterDelete: async ({ tx, id }) => {
    await forgetSecrets(tx, id)
    await forgetLogo(tx, id)
  },
  inUse: async (db, document) => {
    const { rows } = await sql<{ name: string }>`
      select owner.name from deployment_process process
        join (select id, name from project union all select id, name from runbook) owner on owner.id = process.owner_id
      where process.space_id = ${document.SpaceId} and process.snapshot_of is null
        and jsonb_path_exists(process.document,
          '$.Steps[*].Actions[*].Properties ? (@."Octopus.Action.Template.Id" == $id)', jsonb_build_object('id', ${document.Id}::text))
      order by lower(owner.name) limit 5`.execute(db)
    return rows.length === 0
      ? []
      : [
          `The step template '${document.Name}' is used by ${rows.map((row) => row.name).join(', ')}. Remove those steps first.`,
        ]
  },
  links: (_document, address) => ({
    Versions: `${address}/versions{/version}`,
    Usage: `${address}/usage`,
    ActionsUpdate: `${address}/actionsUpdate`,
    Logo: `${address}/logo`,
  }),
}

async function keepVersion(
  tx: Parameters<typeof forgetSecrets>[0],
  document: Readonly<Record<string, unknown>>,
): Promise<void> {
  await tx
    .insertInto('action_template_version')
    .values({
      template_id: document.Id as string,
      version: document.Version as number,
      document: JSON.stringify(document),
    })
    .execute()
}
