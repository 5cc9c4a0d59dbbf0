import { sql } from 'kysely'
import { type AppRoute, type Deps, route } from '../context.ts'
import { MissingPackagesAnswer } from './answers.ts'
import { requireRelease } from './routes.ts'

/** Packages of a release that the built-in feed does not hold any more (API reference 5.7). */
export const missingPackageRoutes = ({ database }: Deps): AppRoute[] => [
  route({
    scope: 'space',
    tags: ['Releases'],
    method: 'GET',
    path: '/releases/:id/missingpackages',
    summary: 'Packages of a release that the built-in feed does not hold any more',
    access: 'ReleaseView',
    response: MissingPackagesAnswer,
    handler: async ({ space, caller, params }) => {
      const release = await requireRelease(database, caller, space, params.id)
      // Without a hash it came from another feed, which nobody can ask.
      const { rows } = await sql<{ Id: string; Version: string }>`
        select distinct package_id as "Id", version as "Version" from release_package used
        where release_id = ${release.id} and sha256 is not null and not exists (select 1 from package
          where package.space_id = used.space_id and lower(package.package_id) = lower(used.package_id)
            and lower(package.version) = lower(used.version))
        order by 1, 2`.execute(database)
      return { Packages: rows }
    },
  }),
]
