import { type Permission, SPACE_PERMISSIONS, SYSTEM_PERMISSIONS } from '@flotilla/domain/access'
import { Type } from 'typebox'
import { type AppRoute, route } from '../context.ts'
import { restrictionsOf } from './restrictions.ts'

/** The vocabulary of rights, for whoever edits roles. */
export function permissionRoutes(): AppRoute[] {
  return [
    route({
      method: 'GET',
      path: '/permissions/all',
      summary: 'Every permission, with what it may be restricted to',
      tags: ['Permissions'],
      scope: 'system',
      access: 'signed-in',
      response: Type.Record(
        Type.String(),
        Type.Object({
          Description: Type.String(),
          SupportedRestrictions: Type.Array(Type.String()),
          CanApplyAtSystemLevel: Type.Boolean(),
          CanApplyAtSpaceLevel: Type.Boolean(),
        }),
      ),
      handler: async () =>
        Object.fromEntries([
          ...SPACE_PERMISSIONS.map((name) => [name, describe(name, false)] as const),
          ...SYSTEM_PERMISSIONS.map((name) => [name, describe(name, true)] as const),
        ]),
    }),
  ]
}

const describe = (name: Permission, isSystem: boolean) => ({
  Description: permissionInWords(name),
  SupportedRestrictions: restrictionsOf(name),
  CanApplyAtSystemLevel: isSystem,
  CanApplyAtSpaceLevel: !isSystem,
})

/** `LibraryVariableSetView` becomes `Library variable set: view`. */
export function permissionInWords(name: Permission): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').split(' ')
  const verbAt = words.findIndex((word) => VERBS.has(word))
  if (verbAt <= 0) return sentence(words)
  return `${sentence(words.slice(0, verbAt))}: ${words.slice(verbAt).join(' ').toLowerCase()}`
}

const VERBS = new Set([
  ...['View', 'Create', 'Edit', 'Delete', 'Cancel', 'Submit', 'Export', 'Push', 'Administer', 'Download', 'Report'],
  ...['Resolve', 'Invite', 'Prioritize'],
])

const sentence = (words: readonly string[]): string => {
  const text = words.join(' ').toLowerCase()
  return text.charAt(0).toUpperCase() + text.slice(1)
}
