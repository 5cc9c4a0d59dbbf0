import type { ReleaseId } from '@flotilla/domain'
import type { Candidate, CandidateList, CandidateQuery, ChildNeed } from '@flotilla/domain/suites'
import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { loadHistories } from '../releases/release-world.ts'

export type CandidatesNeed = Extract<ChildNeed, { what: 'candidates' }>

/** So many rows are read at first: most searches end with them. */
const FIRST_ROWS = 20

/**
 * The candidates that plans ask for, read together: at least twice as many as each has, or all there are, so that a search
 * comes to its end in few rounds.
 */
export async function loadCandidates(
  db: Queryable,
  needs: readonly CandidatesNeed[],
): Promise<ReadonlyMap<CandidatesNeed, CandidateList>> {
  const pages = await readPages(
    db,
    needs.map((need) => ({ need, limit: Math.max(FIRST_ROWS, 2 * need.have) })),
  )
  const ids = new Set(pages.flatMap(({ rows }) => rows.map(({ id }) => id)))
  const histories = await loadHistories(db, [...ids])
  return new Map(
    pages.map(({ need, rows, isComplete }) => {
      const items = rows.map(
        ({ id, version, channel_id }): Candidate => ({
          releaseId: id as ReleaseId,
          version,
          channelId: channel_id as never,
          history: histories.get(id as ReleaseId)!,
        }),
      )
      return [need, { query: need.query, items, isComplete }]
    }),
  )
}

interface PageAsk {
  readonly need: CandidatesNeed
  readonly limit: number
}

interface Page extends PageAsk {
  readonly rows: readonly CandidateRow[]
  readonly isComplete: boolean
}

/** Reads further where a page holds little that is new: a release counts once, and many tenants may have it. */
async function readPages(db: Queryable, asks: readonly PageAsk[]): Promise<readonly Page[]> {
  if (asks.length === 0) return []
  // One more than the limit tells whether that was all.
  const found = await runTogether(
    db,
    asks.map(({ need, limit }) => selectCandidates(need.query, limit + 1)),
  )
  const pages = asks.map((ask, index): Page => {
    const rows = found[index]!
    return { ...ask, rows: withoutRepeats(rows.slice(0, ask.limit)), isComplete: rows.length <= ask.limit }
  })
  const isShort = ({ need, rows, isComplete }: Page) => !isComplete && rows.length < Math.max(1, 2 * need.have)
  const further = await readPages(
    db,
    pages.filter(isShort).map(({ need, limit }) => ({ need, limit: 4 * limit })),
  )
  return [...pages.filter((page) => !isShort(page)), ...further]
}

interface CandidateRow {
  readonly id: string
  readonly version: string
  readonly channel_id: string
}

/** Runs several selects, whose `rank` numbers their rows, as one statement and answers the rows of each in that order. */
async function runTogether(
  db: Queryable,
  selects: readonly RawBuilder<CandidateRow>[],
): Promise<readonly (readonly CandidateRow[])[]> {
  const branches = selects.map(
    (select, index) => sql`select ${sql.lit(index)} as place, rank, id, version, channel_id from (${select}) found`,
  )
  const { rows } = await sql<CandidateRow & { place: number }>`
    select * from (${sql.join(branches, sql` union all `)}) every order by place, rank`.execute(db)
  const each: CandidateRow[][] = selects.map(() => [])
  for (const row of rows) each[row.place]!.push(row)
  return each
}

const selectCandidates = (query: CandidateQuery, take: number): RawBuilder<CandidateRow> =>
  query.from === 'channel' ? selectFromChannel(query, take) : selectFromDeployments(query, take)

const selectFromChannel = (
  query: Extract<CandidateQuery, { from: 'channel' }>,
  take: number,
): RawBuilder<CandidateRow> => sql`
    select row_number() over (order by number desc) as rank, id, version, channel_id
    from release where channel_id = ${query.channelId} and ${versionLike(query.filter)}
    order by number desc limit ${take}`

/** Releases that succeeded in any of the environments, latest first; each environment is read from its own index. */
function selectFromDeployments(
  query: Extract<CandidateQuery, { from: 'deployments' }>,
  take: number,
): RawBuilder<CandidateRow> {
  const { tenancy } = query
  const ofTenant =
    tenancy.kind === 'anyone' ? sql`true` : sql`s.tenant_id = ${tenancy.kind === 'tenant' ? tenancy.tenantId : ''}`
  const ofChannel = query.channelId === null ? sql`true` : sql`s.channel_id = ${query.channelId}`
  const branches = query.environmentIds.map(
    (environmentId) => sql`(select s.release_id, s.channel_id, s.started_at, r.version
      from release_success s join release r on r.id = s.release_id
      where s.project_id = ${query.projectId} and s.environment_id = ${environmentId} and ${ofTenant} and ${ofChannel} and ${versionLike(query.filter, 'r.version')}
      order by s.started_at desc limit ${take})`,
  )
  if (branches.length === 0) return sql`select 1 as rank, id, version, channel_id from release where false`
  return sql`
    select row_number() over (order by started_at desc) as rank, release_id as id, version, channel_id
    from (${sql.join(branches, sql` union all `)}) latest order by started_at desc limit ${take}`
}

/** A release that succeeded in several environments, or for several tenants, counts once a channel: at its latest time. */
function withoutRepeats(rows: readonly CandidateRow[]): readonly CandidateRow[] {
  const seen = new Set<string>()
  return rows.filter(({ id, channel_id }) => !seen.has(`${id} ${channel_id}`) && seen.add(`${id} ${channel_id}`))
}

/** A first sieve for the database; the domain decides. `[` sets are left to the domain. */
function versionLike(filter: string | null, column = 'version') {
  if (filter === null) return sql`true`
  const literal = /^[^*?[]*/.exec(filter)?.[0] ?? ''
  return literal === '' ? sql`true` : sql`starts_with(lower(${sql.ref(column)}), ${literal.toLowerCase()})`
}
