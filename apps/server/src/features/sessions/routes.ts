import { Type } from 'typebox'
import { inTransaction } from '../../database/connection.ts'
import { readCookie } from '../../http/cookies.ts'
import { HttpRefusal } from '../../http/errors.ts'
import { senderOf } from '../../http/sender.ts'
import { systemCaller, whereFrom } from '../access/authenticate.ts'
import { installationIdOf } from '../access/installation.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type AppRoute, type Deps, route } from '../context.ts'
import { UserAnswer } from '../users/answers.ts'
import { presentUser } from '../users/present-user.ts'
import { requireUser } from '../users/routes.ts'
import { AuthenticationAnswer, UserAuthenticationAnswer } from './answers.ts'
import { noSessionCookies, sessionCookieName, sessionCookies } from './cookies.ts'
import { endSession } from './queries.ts'
import { signIn } from './sign-in.ts'

const common = { scope: 'system', tags: ['Sign-in'] } as const

const body = Type.Object({
  Username: Type.String({ maxLength: 200 }),
  Password: Type.String({ maxLength: 1_000 }),
  RememberMe: Type.Optional(Type.Boolean({ default: false })),
})

/** The one way for people to sign in, as the web interface asks for it. Source: API reference 3.1. */
const PASSWORDS = {
  Name: 'Username / Password',
  DisplayName: 'Username / Password',
  IdentityType: 'UsernamePassword',
  FormsLoginEnabled: true,
  JavascriptLinks: [],
  CSSLinks: [],
  Links: { Authenticate: '/api/users/login{?returnUrl}', LogOut: '/api/users/logout' },
}

/** Signing in and out with a password, and what ways there are. Source: API reference 3.1. */
export function sessionRoutes({ database, publicUrl }: Deps): AppRoute[] {
  return [
    route({
      ...common,
      method: 'POST',
      path: '/users/login',
      summary: 'Sign in by user name and password; the session is in a cookie',
      access: 'public',
      query: Type.Object({ returnUrl: Type.Optional(Type.String()) }),
      body,
      response: UserAnswer,
      operationId: 'signIn',
      handler: async ({ body: given, raw, reply }) => {
        if (senderOf(raw, publicUrl) === 'foreign-page') {
          throw new HttpRefusal(403, 'A page of another site cannot sign anybody in.')
        }
        const installation = await installationIdOf(database)
        const { user, session } = await signIn(database, {
          username: given.Username,
          password: given.Password,
          from: { ...systemCaller(), ...whereFrom(raw) },
          formerSession: readCookie(raw, sessionCookieName(raw, installation)),
        })
        reply.header('set-cookie', sessionCookies(raw, installation, session, given.RememberMe ?? false))
        return presentUser(user, { userId: user.id })
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/users/logout',
      summary: 'Sign out: ends the session of the cookie',
      access: 'signed-in',
      response: Type.Object({}),
      operationId: 'signOut',
      handler: async ({ caller, raw, reply }) => {
        await inTransaction(database, async (tx) => {
          // A key or token is not ended by signing out.
          if (!caller.credentialId?.startsWith('sessions-')) return
          await endSession(tx, caller.credentialId)
          const message = `${caller.username} signed out`
          await recordEvent(tx, caller, {
            category: 'LogoutSucceeded',
            message,
            spaceId: null,
            related: [caller.userId],
          })
        })
        reply.header('set-cookie', noSessionCookies(raw, await installationIdOf(database)))
        return {}
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/authentication',
      summary: 'The ways to sign in',
      access: 'public',
      response: AuthenticationAnswer,
      handler: async () => ({
        AnyAuthenticationProvidersSupportPasswordManagement: true,
        AuthenticationProviders: [PASSWORDS],
        Links: {},
      }),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/users/authentication',
      summary: 'The ways to sign in of the caller',
      access: 'signed-in',
      response: UserAuthenticationAnswer,
      operationId: 'getOwnAuthentication',
      handler: async () => waysOf(),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/users/authentication/:id',
      summary: 'The ways to sign in of a user',
      access: 'signed-in',
      response: UserAuthenticationAnswer,
      operationId: 'getUserAuthentication',
      handler: async ({ caller, params }) => {
        await requireUser(database, caller, params.id)
        return waysOf()
      },
    }),
  ]
}

/** Users have no identities elsewhere yet, so there are none to edit. */
const waysOf = () => ({
  AuthenticationProviders: [PASSWORDS],
  CanCurrentUserEditIdentitiesForUser: false,
  Links: {},
})
