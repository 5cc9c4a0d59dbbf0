import type { SpaceId } from '@flotilla/domain'
import { Type } from 'typebox'
import { conflict } from '../../http/errors.ts'
import { type AppRoute, type Deps, require, route } from '../context.ts'
import { overwriteModeOf } from './overwrite-mode.ts'
import { pushNuGetPackage } from './push-package.ts'
import { readFilePart } from './read-file-part.ts'

/** `dotnet nuget push` and its kin. They want 409, and no other status, for a version that exists. Source: API reference 5.24. */
export const nugetPushRoute = (deps: Deps): AppRoute =>
  route({
    method: 'PUT',
    scope: 'space',
    tags: ['Packages'],
    path: '/nuget/packages',
    summary: 'Push a NuGet package to the built-in feed, as NuGet clients do it',
    access: 'BuiltInFeedPush',
    status: 201,
    takesFile: true,
    query: Type.Object({ replace: Type.Optional(Type.String()) }),
    response: Type.Object({}),
    handler: async ({ space, caller, query, raw }) => {
      require(caller, 'BuiltInFeedPush', { spaceId: space.id as SpaceId })
      const mayReplace = overwriteModeOf(query) === 'OverwriteExisting'
      const file = await readFilePart(raw)
      try {
        const mode = mayReplace ? 'OverwriteExisting' : 'IgnoreIfExists'
        const pushed = await pushNuGetPackage(deps, caller, { space, mode, content: file.content })
        const { package_id, version } = pushed.package
        if (!pushed.isNew && !mayReplace)
          throw conflict(`A package with the same name and version already exists: ${package_id} ${version}.`)
        return {}
      } finally {
        file.discard()
      }
    },
  })
