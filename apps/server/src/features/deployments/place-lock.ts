import { sql } from 'kysely'
import type { ProjectPlace } from './queries.ts'

/**
 * Held until the end of a transaction by all who create a deployment to a place: together with each other, but not with the
 * one who asks whether any is due there (`alone`). So a trigger never deploys what a deployment that is just being created
 * replaces, and creating deployments waits for nobody else.
 */
export const lockingPlace = ({ projectId, environmentId, tenantId }: ProjectPlace, mode: 'shared' | 'alone') =>
  sql`select ${sql.raw(mode === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock')}(
    hashtextextended(${`place ${projectId} ${environmentId} ${tenantId ?? ''}`}, 0))`
