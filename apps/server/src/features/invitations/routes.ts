import { Type } from 'typebox'
import { inTransaction } from '../../database/connection.ts'
import { Answer } from '../../http/answers.ts'
import { parseWireDate, WireDate } from '../../http/dates.ts'
import { badRequest } from '../../http/errors.ts'
import { type AppRoute, type Deps, route } from '../context.ts'
import { UserAnswer } from '../users/answers.ts'
import { presentUser } from '../users/present-user.ts'
import { invite, register } from './service.ts'

const common = { scope: 'system', tags: ['Users'], status: 201 } as const
const DAY_MS = 24 * 3_600_000
const USUAL_DAYS = 7

/** How people without a user come to one. Source: API reference 5.26. */
export function invitationRoutes({ database, clock }: Deps): AppRoute[] {
  return [
    route({
      ...common,
      method: 'POST',
      path: '/users/invitations',
      summary: 'Invite somebody: the code in the answer works once, for seven days unless it says otherwise',
      access: 'UserInvite',
      body: Type.Object({
        AddToTeamIds: Type.Optional(Type.Array(Type.String(), { default: [] })),
        SpaceId: Type.Optional(Type.String()),
        Expires: Type.Optional(WireDate()),
      }),
      response: Answer('Invitation', { InvitationCode: Type.String() }),
      operationId: 'inviteUser',
      handler: async ({ caller, body }) => {
        const expiresAt = body.Expires ? parseWireDate(body.Expires) : new Date(clock.now() + USUAL_DAYS * DAY_MS)
        if (!expiresAt || expiresAt.getTime() <= clock.now()) throw badRequest('Expires: must be a date in the future.')
        const asked = { teamIds: body.AddToTeamIds ?? [], expiresAt }
        return { InvitationCode: await inTransaction(database, (tx) => invite(tx, caller, asked)) }
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/users/register',
      summary: 'Become a user, by the code of an invitation',
      access: 'public',
      body: Type.Object({
        InvitationCode: Type.String({ minLength: 1, maxLength: 200 }),
        Username: Type.String({ minLength: 1, maxLength: 200 }),
        DisplayName: Type.Optional(Type.String({ maxLength: 200 })),
        EmailAddress: Type.Optional(Type.String({ maxLength: 320 })),
        Password: Type.String({ maxLength: 1_000 }),
      }),
      response: UserAnswer,
      operationId: 'registerUser',
      handler: async ({ body: { InvitationCode, ...person } }) => {
        const user = await inTransaction(database, (tx) => register(tx, InvitationCode, person))
        return presentUser(user, { userId: user.id })
      },
    }),
  ]
}
