import {
  DEFAULT_VERSION_TEMPLATE,
  isVersionMask,
  latestForMask,
  nextVersionVariables,
  resolveVersionMask,
} from '@flotilla/domain/releases'
import { createVariables, evaluate } from '@flotilla/domain/templates'
import type { Queryable } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { unscopedVariables } from './unscoped-variables.ts'

/** Numbers are counted on from this many of the newest releases. */
const VERSIONS_LOOKED_AT = 1_000

/**
 * The number that the project's versioning strategy gives the next release of a channel (domain reference 2.2). Project
 * variables without a scope may be used in the template.
 */
export async function nextVersion(
  db: Queryable,
  project: Document,
  channel: Document,
  now: number,
): Promise<{ next: string; last: string | null }> {
  const rows = await db
    .selectFrom('release')
    .innerJoin('channel', 'channel.id', 'release.channel_id')
    .select(['release.version', 'channel.name as channel'])
    .where('release.project_id', '=', project.Id)
    .orderBy('release.number', 'desc')
    .limit(VERSIONS_LOOKED_AT)
    .execute()
  const versions = rows.map(({ version }) => version)
  const channels = [...new Set([channel.Name, ...rows.map((row) => row.channel)])].map((name) => ({
    name,
    versions: rows.filter((row) => row.channel === name).map(({ version }) => version),
  }))
  const own = await unscopedVariables(db, project)
  const variables = createVariables([
    ...own.map(({ name, value }) => ({ name, value })),
    ...[...nextVersionVariables({ versions, channels, channelName: channel.Name })].map(([name, value]) => ({
      name,
      value,
      verbatim: true,
    })),
    ...dateVariables(now).map(([name, value]) => ({ name, value, verbatim: true })),
  ])
  const template = (project.VersioningStrategy as { Template?: string } | null)?.Template || DEFAULT_VERSION_TEMPLATE
  const text = (evaluate(template, variables, { now }).text ?? '').trim()
  return {
    next: isVersionMask(text) ? resolveVersionMask(text, latestForMask(text, versions)) : text,
    last: versions[0] ?? null,
  }
}

/** `Octopus.Date.*` and `Octopus.Time.*`, in UTC. */
function dateVariables(now: number): readonly (readonly [string, string])[] {
  const date = new Date(now)
  const dayOfYear = Math.floor((now - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000) + 1
  return [
    ['Octopus.Date.Day', String(date.getUTCDate())],
    ['Octopus.Date.Month', String(date.getUTCMonth() + 1)],
    ['Octopus.Date.Year', String(date.getUTCFullYear())],
    ['Octopus.Date.DayOfYear', String(dayOfYear)],
    ['Octopus.Time.Hour', String(date.getUTCHours())],
    ['Octopus.Time.Minute', String(date.getUTCMinutes())],
    ['Octopus.Time.Second', String(date.getUTCSeconds())],
  ]
}
