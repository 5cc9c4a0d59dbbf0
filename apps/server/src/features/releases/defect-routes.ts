import { sql } from 'kysely'
import { Type } from 'typebox'
import { inTransaction, type Queryable } from '../../database/connection.ts'
import { CollectionOf } from '../../http/answers.ts'
import { badRequest } from '../../http/errors.ts'
import { collection } from '../../http/paging.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type AppRoute, type Deps, route, spaceAddress } from '../context.ts'
import { DefectAnswer } from './answers.ts'
import { requireRelease } from './routes.ts'

/** Preventing and allowing the progression of a release (domain reference 2.6). */
export function defectRoutes({ database }: Deps): AppRoute[] {
  const common = { scope: 'space', tags: ['Releases'] } as const
  const list = async (db: Queryable, releaseId: string) =>
    (
      await db
        .selectFrom('release_defect')
        .selectAll()
        .where('release_id', '=', releaseId)
        .orderBy('id', 'desc')
        .execute()
    ).map((row) => ({
      Description: row.description,
      Status: row.is_resolved ? 'Resolved' : 'Unresolved',
    }))
  return [
    route({
      ...common,
      method: 'GET',
      path: '/releases/:id/defects',
      summary: 'Why progression of a release was prevented',
      access: 'ReleaseView',
      response: CollectionOf(DefectAnswer),
      handler: async ({ space, params, caller }) => {
        const release = await requireRelease(database, caller, space, params.id)
        const items = await list(database, release.id)
        return collection(
          'Defect',
          items,
          items.length,
          { skip: 0, take: 30 },
          `${spaceAddress(space.id)}/releases/${release.id}/defects`,
        )
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/releases/:id/defects',
      summary: 'Prevent progression of a release',
      access: 'DefectReport',
      body: Type.Object({ Description: Type.String({ minLength: 1, maxLength: 10_000 }) }),
      response: DefectAnswer,
      handler: ({ space, params, body, caller }) =>
        inTransaction(database, async (tx) => {
          if (body.Description.trim() === '') throw badRequest('Description: must not be blank.')
          const release = await requireRelease(tx, caller, space, params.id, 'DefectReport')
          const { rows } = await sql`
            insert into release_defect (release_id, description) values (${release.id}, ${body.Description})
            on conflict (release_id) where not is_resolved do nothing returning id`.execute(tx)
          if (rows.length === 0) throw badRequest(`Release ${release.version} is already blocked. Resolve that first.`)
          await recordEvent(tx, caller, {
            category: 'DefectReported',
            message: `Progression of release ${release.version} was prevented: ${body.Description}`,
            spaceId: space.id,
            related: [release.id, release.project_id],
          })
          return { Description: body.Description, Status: 'Unresolved' }
        }),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/releases/:id/defects/resolve',
      summary: 'Allow progression of a release again',
      access: 'DefectResolve',
      response: DefectAnswer,
      handler: ({ space, params, caller }) =>
        inTransaction(database, async (tx) => {
          const release = await requireRelease(tx, caller, space, params.id, 'DefectResolve')
          const { rows } = await sql<{ description: string }>`
            update release_defect set is_resolved = true where release_id = ${release.id} and not is_resolved returning description`.execute(
            tx,
          )
          if (!rows[0]) throw badRequest(`Release ${release.version} is not blocked.`)
          await recordEvent(tx, caller, {
            category: 'DefectResolved',
            message: `Progression of release ${release.version} was allowed again`,
            spaceId: space.id,
            related: [release.id, release.project_id],
          })
          return { Description: rows[0].description, Status: 'Resolved' }
        }),
    }),
  ]
}
