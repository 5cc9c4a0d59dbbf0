import { type NamedValues, namedValues } from './named-values.ts'

export interface ReleaseRef {
  readonly id: string
  readonly number: string
}

export interface ReleaseFacts extends ReleaseRef {
  readonly notes: string
  /** As the API writes dates. */
  readonly created: string
  readonly channel: { readonly id: string; readonly name: string }
  /** The release created before; the other one that was last deployed to this environment; and the one now in it. */
  readonly previous: ReleaseRef | null
  readonly previousForEnvironment: ReleaseRef | null
  readonly currentForEnvironment: ReleaseRef | null
  readonly customFields: ReadonlyMap<string, string>
}

/** `Octopus.Release.*`. Source: domain reference 5.7. */
export function releaseVariables(release: ReleaseFacts): NamedValues {
  return namedValues([
    ['Octopus.Release.Id', release.id],
    ['Octopus.Release.Number', release.number],
    ['Octopus.Release.Notes', release.notes],
    ['Octopus.Release.Created', release.created],
    ['Octopus.Release.Channel.Id', release.channel.id],
    ['Octopus.Release.Channel.Name', release.channel.name],
    ...reference('Previous', release.previous),
    ...reference('PreviousForEnvironment', release.previousForEnvironment),
    ...reference('CurrentForEnvironment', release.currentForEnvironment),
    ...[...release.customFields].map(([field, value]) => [`Octopus.Release.CustomFields[${field}]`, value] as const),
  ])
}

function reference(word: string, release: ReleaseRef | null): readonly (readonly [string, string | undefined])[] {
  return [
    [`Octopus.Release.${word}.Id`, release?.id],
    [`Octopus.Release.${word}.Number`, release?.number],
  ]
}
