import { Type } from 'typebox'

/** The body of every refusal. Source: API reference 1.8. */
export const ErrorSchema = Type.Object(
  {
    ErrorMessage: Type.String({ description: 'What is wrong, in one sentence for people.' }),
    Errors: Type.Optional(
      Type.Array(Type.String(), { description: 'With 400 and 409: one sentence per problem, each naming its field.' }),
    ),
    FullException: Type.Null(),
    HelpText: Type.Null(),
    HelpLink: Type.Null(),
    ParsedHelpLinks: Type.Array(Type.String()),
    Details: Type.Record(Type.String(), Type.Unknown()),
  },
  { title: 'Error' },
)

/** What a status of a refusal means, wherever it is given. */
export const REFUSALS: Readonly<Record<number, string>> = {
  400: 'Bad input, or a rule that the request would break; `Errors` has a sentence per problem.',
  401: 'Nobody is signed in, or the credentials are not known.',
  403: 'The caller lacks a permission, which is named.',
  404: 'It does not exist, or is not for this caller to see.',
  409: 'A name that is taken, or a change made from a stale copy.',
  413: 'The body is too large.',
  414: 'The address is too long.',
  415: 'The body has a content type that this route does not read.',
  429: 'Too many requests; `Retry-After` says when to come back.',
  501: 'Not offered by this server yet.',
  503: 'Not possible at the moment; `Retry-After` says when to come back.',
}

interface Refusing {
  readonly method: string
  readonly path: string
  readonly scope: 'space' | 'system' | 'mixed'
  readonly access: string
  readonly body: unknown
  readonly takesFile: boolean
  readonly takesBytes: boolean
  readonly refusals: readonly number[]
}

/** The statuses with which a route may refuse: those that follow from its declaration, and those that it adds. */
export function refusalsOf(route: Refusing): readonly number[] {
  const writes = route.method !== 'GET'
  const takesBody = route.body !== undefined || route.takesFile || route.takesBytes
  const statuses: readonly (readonly [number, boolean])[] = [
    [400, true],
    [401, route.access !== 'public'],
    [403, route.access !== 'public' && (route.access !== 'signed-in' || writes)],
    [404, route.path.includes(':') || route.scope !== 'system' || writes],
    [409, writes],
    // A body that nobody asked for is looked at all the same.
    [413, writes || takesBody],
    [415, writes || takesBody],
    [429, true],
    [503, true],
  ]
  const following = statuses.flatMap(([status, applies]) => (applies ? [status] : []))
  return [...new Set([...following, ...route.refusals])].sort((a, b) => a - b)
}
