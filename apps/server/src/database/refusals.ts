import { conflict, HttpRefusal } from '../http/errors.ts'

interface DatabaseError {
  readonly code?: string
  readonly constraint?: string
  readonly detail?: string
}

/** Turns what the database refuses or cannot do now into an answer; undefined for everything else. */
export function refusalOf(error: unknown): HttpRefusal | undefined {
  const { code, constraint } = error as DatabaseError
  if (code === '23505' && constraint?.endsWith('_name')) {
    return conflict(
      `Name: another ${wordsOf(constraint.slice(0, -'_name'.length))} already has this name. Choose a different one.`,
    )
  }
  if (code === '23505' && constraint === 'release_version') {
    return conflict('Version: a release with this version already exists in the project. Use the next version.')
  }
  if (code === '23505' && constraint === 'user_account_username') {
    return conflict('Username: another user already has this name. Choose a different one.')
  }
  if (code === '23505' && constraint === 'oidc_identity_trust') {
    return conflict('Subject: the service account already trusts this subject of this issuer.')
  }
  // What was free when it was looked at, and was there, is decided by the database when others change things at the same moment.
  if (code === '23505' && constraint?.endsWith('_slug')) {
    return conflict('Slug: another one was given this slug at the same moment. Send the request again.')
  }
  if (code !== undefined && MEANWHILE.has(code)) {
    return conflict(
      'What this is about was changed or deleted at the same moment. Read it again, then repeat the request.',
    )
  }
  // 22P05, 22021: text with a NUL character, which PostgreSQL cannot store.
  if (code === '22P05' || code === '22021') {
    return new HttpRefusal(400, 'There was a problem with your request.', {
      errors: ['Text must not contain the character NUL.'],
    })
  }
  if (code !== undefined && UNAVAILABLE.has(code)) {
    return new HttpRefusal(503, 'The database cannot be reached at the moment. Try again shortly.', {
      headers: { 'retry-after': '5' },
    })
  }
  return undefined
}

/** A row that is referred to went or came; two transactions waited for each other, or changed the same rows. */
const MEANWHILE: ReadonlySet<string> = new Set(['23503', '40P01', '40001'])

const UNAVAILABLE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '53100',
  '25006',
])

const wordsOf = (table: string): string => table.replaceAll('_', ' ')
