import { Readable } from 'node:stream'
import { mayDo } from '@flotilla/domain/access'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { inTransaction, type Queryable, type Tx } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { CollectionOf } from '../../http/answers.ts'
import { wireDate } from '../../http/dates.ts'
import { badRequest, notFound } from '../../http/errors.ts'
import { collection, ListParameter, listOf, MOST_ITEMS, Paging, pageOf } from '../../http/paging.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type AppRoute, type Caller, type Deps, require, route } from '../context.ts'
import { findExecutionOfTask, relatedIds } from '../deployments/execution.ts'
import { findTask } from '../tasks/queries.ts'
import { scopeOf } from '../tasks/routes.ts'
import { ArtifactAnswer } from './answers.ts'
import { attachment } from './attachment.ts'
import { cleanFilename } from './clean-filename.ts'
import { type ArtifactRow, countArtifacts, listArtifacts, MOST_ARTIFACTS_A_TASK, readContent } from './queries.ts'
import { replaceContent, storeArtifact } from './store-artifact.ts'
import { withUpload } from './with-upload.ts'

const common = { scope: 'space', tags: ['Artifacts'], access: 'ArtifactView' } as const
const NewArtifactBody = Type.Object({
  Filename: Type.String({ minLength: 1, maxLength: 255 }),
  ServerTaskId: Type.String({ minLength: 1 }),
  Source: Type.Optional(Type.String({ default: '', maxLength: 255 })),
})
const ArtifactBody = Type.Object({ Filename: Type.String({ minLength: 1, maxLength: 255 }) })
const query = Type.Object({
  ...Paging,
  regarding: ListParameter(),
  ids: ListParameter(),
  partialName: Type.Optional(Type.String()),
  order: Type.Optional(Type.String()),
})

interface Asked {
  readonly regarding?: string | readonly string[]
  readonly ids?: string | readonly string[]
  readonly partialName?: string
}

/** Files that scripts handed over. Source: API reference 5.29. */
export function artifactRoutes({ database, maxArtifactBytes }: Deps): AppRoute[] {
  const conditions = (spaceId: string, given: Asked) => {
    const regarding = listOf(given.regarding)?.map(canonicalId)
    const ids = listOf(given.ids)?.map(canonicalId)
    return [
      sql<boolean>`artifact.space_id = ${spaceId}`,
      ...(regarding ? [sql<boolean>`artifact.related_document_ids && ${regarding}::text[]`] : []),
      ...(ids ? [sql<boolean>`artifact.id = any(${ids}::text[])`] : []),
      ...(given.partialName
        ? [sql<boolean>`position(lower(${given.partialName}) in lower(artifact.filename)) > 0`]
        : []),
    ]
  }
  const requireArtifact = async (db: Queryable, caller: Caller, spaceId: string, id: string): Promise<ArtifactRow> => {
    const { items } = await listArtifacts(db, caller, conditions(spaceId, { ids: id }), { skip: 0, take: 1 })
    if (!items[0]) throw notFound('Artifact', id)
    return items[0]
  }
  /** The artifact, for a change by somebody who may make it. */
  const requireToChange = async (
    tx: Tx,
    caller: Caller,
    permission: 'ArtifactEdit' | 'ArtifactDelete',
    place: { readonly spaceId: string; readonly id: string },
  ): Promise<ArtifactRow> => {
    const artifact = await requireArtifact(tx, caller, place.spaceId, place.id)
    const task = await findTask(tx, artifact.task_id)
    if (!task) throw notFound('Artifact', place.id)
    require(caller, permission, scopeOf(task))
    return artifact
  }
  const tell = (
    tx: Tx,
    caller: Caller,
    { before, after }: { readonly before?: ArtifactRow; readonly after?: ArtifactRow },
    message: string,
  ) => {
    const artifact = (before ?? after)!
    return recordEvent(tx, caller, {
      category: before ? (after ? 'Modified' : 'Deleted') : 'Created',
      message,
      spaceId: artifact.space_id,
      related: [artifact.id, ...artifact.related_document_ids],
      details: { ...(before ? { before: factsOf(before) } : {}), ...(after ? { after: factsOf(after) } : {}) },
    })
  }
  return [
    route({
      ...common,
      method: 'GET',
      path: '/artifacts',
      summary: 'List artifacts, newest first',
      query,
      response: CollectionOf(ArtifactAnswer),
      handler: async ({ space, caller, query: given }) => {
        const page = { ...pageOf(given), isOldestFirst: given.order?.toLowerCase() === 'asc' }
        const { items, total } = await listArtifacts(database, caller, conditions(space.id, given), page)
        return collection('Artifact', items.map(present), total, page, `/api/${space.id}/artifacts`, given)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/artifacts/all',
      summary: 'All artifacts, as an array',
      query,
      response: Type.Array(ArtifactAnswer),
      handler: async ({ space, caller, query: given }) => {
        const all = { skip: 0, take: MOST_ITEMS }
        return (await listArtifacts(database, caller, conditions(space.id, given), all)).items.map(present)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/artifacts/:id',
      summary: 'Read what is known of an artifact',
      response: ArtifactAnswer,
      handler: async ({ space, caller, params }) =>
        present(await requireArtifact(database, caller, space.id, params.id)),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/artifacts/:id/content',
      summary: 'Download an artifact',
      response: 'bytes',
      handler: async ({ space, caller, params, reply }) => {
        const artifact = await requireArtifact(database, caller, space.id, params.id)
        // A script may have written anything: a browser must store it, not show it (reliability W4).
        reply
          .header('content-type', 'application/octet-stream')
          .header('content-length', artifact.size_bytes)
          .header('content-disposition', attachment(artifact.filename))
          .header('content-security-policy', "sandbox; default-src 'none'")
          .header('x-content-type-options', 'nosniff')
        return Readable.from(readContent(database, artifact.id), { objectMode: false })
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/artifacts',
      summary: 'Add an artifact to a task; its content follows',
      access: 'ArtifactCreate',
      status: 201,
      body: NewArtifactBody,
      response: ArtifactAnswer,
      handler: ({ space, caller, body }) =>
        inTransaction(database, async (tx) => {
          const task = await findTask(tx, body.ServerTaskId)
          const isSeen = task?.space_id === space.id && mayDo(caller.grants, 'TaskView', scopeOf(task))
          if (!isSeen) throw badRequest(`ServerTaskId: the task '${body.ServerTaskId}' was not found.`)
          require(caller, 'ArtifactCreate', scopeOf(task))
          if ((await countArtifacts(tx, task.id)) >= MOST_ARTIFACTS_A_TASK)
            throw badRequest(`ServerTaskId: ${task.id} has ${MOST_ARTIFACTS_A_TASK} artifacts already.`)
          const execution = await findExecutionOfTask(tx, task.id)
          const id = await storeArtifact(tx, {
            spaceId: space.id,
            taskId: task.id,
            filename: body.Filename,
            source: body.Source ?? '',
            related: execution ? relatedIds(execution) : [],
            content: [],
          })
          const artifact = await requireArtifact(tx, caller, space.id, id)
          await tell(tx, caller, { after: artifact }, `Artifact ${artifact.filename} was added`)
          return present(artifact)
        }),
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/artifacts/:id/content',
      summary: 'Upload the content of an artifact',
      access: 'ArtifactEdit',
      takesBytes: true,
      response: ArtifactAnswer,
      handler: async ({ space, caller, params, raw }) => {
        const place = { spaceId: space.id, id: params.id }
        // Who may not change it need not send it first.
        await inTransaction(database, (tx) => requireToChange(tx, caller, 'ArtifactEdit', place))
        return withUpload(raw.body, maxArtifactBytes, (content) =>
          inTransaction(database, async (tx) => {
            const artifact = await requireToChange(tx, caller, 'ArtifactEdit', place)
            await replaceContent(tx, artifact.id, content)
            const changed = await requireArtifact(tx, caller, space.id, artifact.id)
            const message = `The content of artifact ${artifact.filename} was replaced`
            await tell(tx, caller, { before: artifact, after: changed }, message)
            return present(changed)
          }),
        )
      },
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/artifacts/:id',
      summary: 'Rename an artifact',
      access: 'ArtifactEdit',
      body: ArtifactBody,
      response: ArtifactAnswer,
      handler: ({ space, caller, params, body }) =>
        inTransaction(database, async (tx) => {
          const place = { spaceId: space.id, id: params.id }
          const artifact = await requireToChange(tx, caller, 'ArtifactEdit', place)
          const filename = cleanFilename(body.Filename)
          await tx.updateTable('artifact').set({ filename }).where('id', '=', artifact.id).execute()
          const message = `Artifact ${artifact.filename} was renamed to ${filename}`
          await tell(tx, caller, { before: artifact, after: { ...artifact, filename } }, message)
          return present({ ...artifact, filename })
        }),
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/artifacts/:id',
      summary: 'Delete an artifact',
      access: 'ArtifactDelete',
      response: ArtifactAnswer,
      handler: ({ space, caller, params }) =>
        inTransaction(database, async (tx) => {
          const place = { spaceId: space.id, id: params.id }
          const artifact = await requireToChange(tx, caller, 'ArtifactDelete', place)
          await tx.deleteFrom('artifact').where('id', '=', artifact.id).execute()
          await tell(tx, caller, { before: artifact }, `Artifact ${artifact.filename} was deleted`)
          return present(artifact)
        }),
    }),
  ]
}

function present(artifact: ArtifactRow) {
  const address = `/api/${artifact.space_id}/artifacts/${artifact.id}`
  return {
    Id: artifact.id,
    SpaceId: artifact.space_id,
    Filename: artifact.filename,
    Source: artifact.source,
    ServerTaskId: artifact.task_id,
    Created: wireDate(artifact.created_at),
    LogCorrelationId: artifact.correlation_id,
    SizeBytes: artifact.size_bytes,
    Sha256: artifact.sha256,
    Links: { Self: address, Content: `${address}/content` },
  }
}

/** What the audit tells of an artifact. */
const factsOf = (artifact: ArtifactRow) => ({
  Filename: artifact.filename,
  Source: artifact.source,
  ServerTaskId: artifact.task_id,
  SizeBytes: artifact.size_bytes,
  Hash: artifact.sha256,
})
