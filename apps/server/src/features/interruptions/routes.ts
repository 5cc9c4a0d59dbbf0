import type { EnvironmentId, ProjectId, SpaceId, TenantId } from '@flotilla/domain'
import { mayDo } from '@flotilla/domain/access'
import {
  explainSubmissionRefusal,
  judgeResponsibility,
  judgeSubmission,
  type PersonRights,
  type SubmissionRefusal,
} from '@flotilla/domain/approvals'
import { Type } from 'typebox'
import { crashPoint } from '../../crash-point.ts'
import { inTransaction, type Queryable } from '../../database/connection.ts'
import { signal } from '../../database/signals.ts'
import { CollectionOf } from '../../http/answers.ts'
import { wireDate } from '../../http/dates.ts'
import { badRequest, conflict, HttpRefusal, notFound } from '../../http/errors.ts'
import { BooleanParameter, collection, isTrue, ListParameter, listOf, Paging, pageOf } from '../../http/paging.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type AppRoute, type Caller, type Deps, route, type Space, spaceAddress } from '../context.ts'
import { findTask } from '../tasks/queries.ts'
import { taskTopic } from '../tasks/topics.ts'
import { UserAnswer } from '../users/answers.ts'
import { presentUser } from '../users/present-user.ts'
import { answerInterruption } from './answer.ts'
import { InterruptionAnswer } from './answers.ts'
import { interruptionOf, rightsOf } from './people.ts'
import { findInterruption, type InterruptionRow, listInterruptions, originOf } from './queries.ts'

/** Questions that running tasks ask of people (API reference 5.11). */
export function interruptionRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const common = { scope: 'mixed', tags: ['Interruptions'] } as const

  const requireInterruption = async (
    db: Queryable,
    caller: Caller,
    space: Space | undefined,
    id: string,
  ): Promise<InterruptionRow> => {
    const row = await findInterruption(db, id)
    if (!row || (space && row.space_id !== space.id) || !(await mayView(db, caller, row)))
      throw notFound('Interruption', id)
    return row
  }
  return [
    route({
      ...common,
      method: 'GET',
      path: '/interruptions',
      summary: 'List interruptions, newest first',
      access: 'signed-in',
      query: Type.Object({
        ...Paging,
        regarding: Type.Optional(Type.String()),
        pendingOnly: BooleanParameter(),
        ids: ListParameter(),
      }),
      response: CollectionOf(InterruptionAnswer),
      handler: async ({ space, query, caller }) => {
        const page = pageOf(query)
        const { items, total } = await listInterruptions(
          database,
          {
            ...(space ? { spaceId: space.id } : {}),
            ...(query.regarding ? { regarding: query.regarding } : {}),
            ...(listOf(query.ids) ? { ids: listOf(query.ids)! } : {}),
            pendingOnly: isTrue(query.pendingOnly) ?? false,
          },
          page,
        )
        const visible = []
        for (const row of items)
          if (await mayView(database, caller, row)) visible.push(await present(database, caller, row))
        return collection('Interruption', visible, total - items.length + visible.length, page, addressOf(space), query)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/interruptions/:id',
      summary: 'Read an interruption',
      access: 'signed-in',
      response: InterruptionAnswer,
      handler: async ({ space, params, caller }) =>
        present(database, caller, await requireInterruption(database, caller, space, params.id)),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/interruptions/:id/responsible',
      summary: 'Who has taken responsibility',
      access: 'signed-in',
      response: Type.Union([UserAnswer, Type.Object({}, { description: 'Nobody has.', maxProperties: 0 })]),
      handler: async ({ space, params, caller }) => {
        const row = await requireInterruption(database, caller, space, params.id)
        return row.responsible_user_id ? loadUser(database, row.responsible_user_id, caller) : {}
      },
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/interruptions/:id/responsible',
      summary: 'Take responsibility; also from somebody else',
      access: 'signed-in',
      response: UserAnswer,
      handler: ({ space, params, caller }) =>
        inTransaction(database, async (tx) => {
          const row = await requireInterruption(tx, caller, space, params.id)
          const origin = await originOf(tx, row)
          const judged = judgeResponsibility(interruptionOf(row), await rightsOf(tx, caller.userId, origin.task_id))
          if (!judged.ok) throw await refusalOf(tx, judged.error, answerField(row))
          if (row.responsible_user_id !== caller.userId) {
            await tx
              .updateTable('interruption')
              .set({ responsible_user_id: caller.userId })
              .where((either) => either.or([either('id', '=', origin.id), either('linked_to', '=', origin.id)]))
              .where('is_pending', '=', true)
              .execute()
            await recordEvent(tx, caller, {
              category: 'InterruptionResponsibilityTaken',
              message: `Took responsibility for interruption "${row.title}"`,
              spaceId: row.space_id,
              related: row.related_document_ids,
            })
            await signal(tx, taskTopic(row.task_id))
          }
          return loadUser(tx, caller.userId, caller)
        }),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/interruptions/:id/submit',
      summary: 'Answer: Proceed or Abort; after a failure Fail, Retry, Ignore or Exclude',
      access: 'signed-in',
      body: Type.Object({
        Result: Type.Optional(Type.String()),
        Guidance: Type.Optional(Type.String()),
        Notes: Type.Optional(Type.String({ default: '', maxLength: 100_000 })),
        Instructions: Type.Optional(Type.String()),
      }),
      response: InterruptionAnswer,
      handler: async ({ space, params, body, caller }) => {
        const answered = await inTransaction(database, async (tx) => {
          const row = await requireInterruption(tx, caller, space, params.id)
          const answer = body[answerField(row)] ?? ''
          const { task_id } = await originOf(tx, row)
          const judged = judgeSubmission(interruptionOf(row), await rightsOf(tx, caller.userId, task_id), answer)
          if (!judged.ok) throw await refusalOf(tx, judged.error, answerField(row))
          const stored = await answerInterruption(tx, caller, row, { result: answer, notes: body.Notes ?? '' })
          if (!stored) {
            const now = await findInterruption(tx, row.id)
            throw conflict(
              `The interruption "${row.title}" was already answered${now?.submitted_by ? ` by ${await nameOf(tx, now.submitted_by)}` : ''}.`,
            )
          }
          return present(tx, caller, (await findInterruption(tx, row.id))!)
        })
        await crashPoint('answer.after')
        return answered
      },
    }),
  ]
}

/** The field of the form that holds the answer. */
const answerField = ({ type }: InterruptionRow): 'Guidance' | 'Result' =>
  type === 'GuidedFailure' ? 'Guidance' : 'Result'

/** Buttons whose answers end or shrink the deployment ask again. */
const BUTTONS: Readonly<Record<string, { readonly Text: string; readonly RequiresConfirmation: boolean }>> = {
  Proceed: { Text: 'Proceed', RequiresConfirmation: false },
  Abort: { Text: 'Abort', RequiresConfirmation: true },
  Fail: { Text: 'Fail', RequiresConfirmation: true },
  Retry: { Text: 'Retry', RequiresConfirmation: false },
  Ignore: { Text: 'Ignore', RequiresConfirmation: false },
  Exclude: { Text: 'Exclude machine from deployment', RequiresConfirmation: true },
}

const buttonOf = (answer: string) => ({
  Text: BUTTONS[answer]?.Text ?? answer,
  Value: answer,
  RequiresConfirmation: BUTTONS[answer]?.RequiresConfirmation ?? false,
})

const addressOf = (space: Space | undefined): string =>
  space ? `${spaceAddress(space.id)}/interruptions` : '/api/interruptions'

async function mayView(db: Queryable, caller: Caller, row: InterruptionRow): Promise<boolean> {
  const task = await findTask(db, row.task_id)
  const scope = {
    spaceId: row.space_id as SpaceId,
    ...(task?.project_id ? { projectId: task.project_id as ProjectId } : {}),
    ...(task?.environment_id ? { environmentId: task.environment_id as EnvironmentId } : {}),
    tenantId: (task?.tenant_id ?? null) as TenantId | null,
  }
  return (['InterruptionView', 'InterruptionSubmit', 'InterruptionViewSubmitResponsible'] as const).some((permission) =>
    mayDo(caller.grants, permission, scope),
  )
}

async function refusalOf(db: Queryable, refusal: SubmissionRefusal, field: string): Promise<HttpRefusal> {
  const ids =
    refusal.kind === 'not-in-responsible-team'
      ? refusal.teamIds
      : refusal.kind === 'already-answered'
        ? [refusal.by]
        : refusal.kind === 'responsibility-of-other'
          ? [refusal.userId]
          : []
  const names = new Map<string, string>()
  for (const id of ids) names.set(id, await nameOf(db, id))
  const text = explainSubmissionRefusal(refusal, (id) => names.get(id) ?? id)
  switch (refusal.kind) {
    case 'not-permitted':
    case 'not-in-responsible-team':
      return new HttpRefusal(403, text)
    case 'unknown-answer':
      return badRequest(`${field}: ${text}`)
    default:
      return badRequest(text)
  }
}

async function nameOf(db: Queryable, id: string): Promise<string> {
  const user = await db.selectFrom('user_account').select('username').where('id', '=', id).executeTakeFirst()
  if (user) return user.username
  const team = await db.selectFrom('team').select('name').where('id', '=', id).executeTakeFirst()
  return team?.name ?? id
}

async function loadUser(db: Queryable, id: string, caller: Caller) {
  const user = await db.selectFrom('user_account').selectAll().where('id', '=', id).executeTakeFirst()
  if (!user) throw notFound('User', id)
  return presentUser(user, caller)
}

async function present(db: Queryable, caller: Caller, row: InterruptionRow) {
  const rights: PersonRights = await rightsOf(db, caller.userId, (await originOf(db, row)).task_id)
  const address = `${spaceAddress(row.space_id)}/interruptions/${row.id}`
  return {
    Id: row.id,
    SpaceId: row.space_id,
    Title: row.title,
    Type: row.type,
    Created: wireDate(row.created_at),
    IsPending: row.is_pending,
    Form: {
      Values: { Instructions: row.instructions, Notes: row.notes, [answerField(row)]: row.result ?? '' },
      Elements: [
        { Name: 'Instructions', Control: { Type: 'Paragraph', Text: row.instructions, ResolveLinks: false } },
        { Name: 'Notes', Control: { Type: 'TextArea', Label: 'Notes' } },
        { Name: answerField(row), Control: { Type: 'SubmitButtonGroup', Buttons: row.answers.map(buttonOf) } },
      ],
    },
    RelatedDocumentIds: row.related_document_ids,
    ResponsibleTeamIds: row.responsible_team_ids,
    ResponsibleUserId: row.responsible_user_id,
    CanTakeResponsibility: judgeResponsibility({ ...interruptionOf(row), answeredBy: null }, rights).ok,
    HasResponsibility: row.responsible_user_id === caller.userId,
    TaskId: row.task_id,
    CorrelationId: row.correlation_id,
    IsLinkedToOtherInterruption: row.linked_to !== null,
    PullRequests: [],
    Links: { Self: address, Submit: `${address}/submit`, Responsible: `${address}/responsible` },
  }
}
