import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { Type } from 'typebox'
import { forgetSecrets } from '../../database/secrets.ts'
import { FreeForm, Nullable, Properties, TemplateParameters, Text } from '../fields.ts'
import { explainUsers, processesWith } from '../in-use.ts'
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
  inUse: (db, template) =>
    explainUsers(
      db,
      'step template',
      template,
      [processesWith('.Properties ? (@."Octopus.Action.Template.Id" == $id)', template)],
      'Remove those steps first.',
    ),
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
