import { mayDoSomewhere } from '@flotilla/domain/access'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { canonicalId } from '../../database/ids.ts'
import { SpacesParameters, spacesAsked } from '../access/spaces-asked.ts'
import { type AppRoute, type Deps, require, route } from '../context.ts'
import { TeamMembershipAnswer } from '../teams/answers.ts'
import { visibleTeams } from '../teams/service.ts'

/** Which teams somebody is in. */
export function teamMembershipRoutes({ database }: Deps): AppRoute[] {
  return [
    route({
      method: 'GET',
      path: '/teammembership',
      summary: 'The teams of a user, as an array; without userId those of the caller',
      tags: ['Teams'],
      scope: 'mixed',
      access: 'signed-in',
      query: Type.Object({ ...SpacesParameters, userId: Type.Optional(Type.String()) }),
      response: Type.Array(TeamMembershipAnswer),
      handler: async ({ space, caller, query }) => {
        const userId = canonicalId(query.userId ?? caller.userId)
        const isOwn = userId === caller.userId
        if (!isOwn && !mayDoSomewhere(caller.grants, 'TeamView', null)) require(caller, 'TeamView', { spaceId: null })
        const seen = isOwn ? sql<boolean>`true` : visibleTeams(caller, sql.ref('space_id'))
        const { rows } = await sql<{ id: string; name: string; space_id: string | null }>`
          select id, name, space_id from team
          where (document -> 'MemberUserIds' @> to_jsonb(${userId}::text) or id = 'teams-everyone')
            and exists (select 1 from user_account where id = ${userId})
            and ${seen} and ${spacesAsked(space, query, sql.ref('space_id'))}
          order by lower(name), id`.execute(database)
        return rows.map(({ id, name, space_id }) => ({
          UserId: userId,
          TeamId: id,
          TeamName: name,
          SpaceId: space_id,
          IsDirectlyAssigned: true,
          ExternalSecurityGroups: [],
        }))
      },
    }),
    route({
      method: 'POST',
      path: '/teammembership/previewteam',
      summary: 'Who would be in a team, as an array',
      tags: ['Teams'],
      scope: 'system',
      access: 'TeamView',
      body: Type.Object({
        Id: Type.Optional(Type.String({ default: '' })),
        Name: Type.Optional(Type.String({ default: '' })),
        SpaceId: Type.Optional(Type.String()),
        MemberUserIds: Type.Optional(Type.Array(Type.String(), { default: [], maxItems: 10_000 })),
      }),
      response: Type.Array(TeamMembershipAnswer),
      handler: async ({ body }) => {
        const wanted = (body.MemberUserIds ?? []).map(canonicalId)
        const { rows } = await sql<{ id: string }>`
          select id from user_account where id = any(${wanted}::text[]) order by lower(username)`.execute(database)
        return rows.map(({ id }) => ({
          UserId: id,
          TeamId: body.Id,
          TeamName: body.Name,
          SpaceId: body.SpaceId ?? null,
          IsDirectlyAssigned: true,
          ExternalSecurityGroups: [],
        }))
      },
    }),
  ]
}
