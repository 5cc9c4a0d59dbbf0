import type { Version } from '../versions/index.ts'
import { parseVersion } from '../versions/index.ts'

/** A channel's name and the versions of its releases, newest release first. */
export interface ChannelVersions {
  readonly name: string
  readonly versions: readonly string[]
}

export interface VersionHistory {
  /** Versions of the project's releases, newest release first. */
  readonly versions: readonly string[]
  readonly channels: readonly ChannelVersions[]
  /** The channel that the next release will be in. */
  readonly channelName: string
}

/** What a project uses as long as nobody has chosen a template. */
export const DEFAULT_VERSION_TEMPLATE =
  '#{Octopus.Version.LastMajor}.#{Octopus.Version.LastMinor}.#{Octopus.Version.NextPatch}'

/**
 * The variables from which a version template makes the next release number: last and next part by part, over the
 * project, over the release's own channel, and over each channel by name.
 *
 * "Last" is the newest release whose number can be read, not the highest number: whoever patches an old line gets the
 * next patch of that line; channels keep lines apart. With no release, last is 0 and next is 1.
 * Source: domain reference 2.2.
 */
export function nextVersionVariables(history: VersionHistory): ReadonlyMap<string, string> {
  const { versions, channels, channelName } = history
  const isOwn = ({ name }: ChannelVersions) => name.toLowerCase() === channelName.toLowerCase()
  return new Map([
    ['Octopus.Release.Channel.Name', channelName],
    ...variablesOf('Octopus.Version', versions),
    ...variablesOf('Octopus.Version.Channel', channels.find(isOwn)?.versions ?? []),
    ...channels.flatMap((channel) => variablesOf(`Octopus.Version.Channel[${channel.name}]`, channel.versions)),
  ])
}

function variablesOf(prefix: string, newestFirst: readonly string[]): readonly (readonly [string, string])[] {
  const last = firstReadable(newestFirst)
  const [major, minor, patch, revision] = last?.numbers ?? [0n, 0n, 0n, 0n]
  const suffix = last?.prerelease.join('.') ?? ''
  // `Build` is the third part's older name.
  const numbers = { Major: major, Minor: minor, Patch: patch, Build: patch, Revision: revision }
  return [
    ...Object.entries(numbers).flatMap(([part, value]) => [
      [`${prefix}.Last${part}`, String(value)] as const,
      [`${prefix}.Next${part}`, String(value + 1n)] as const,
    ]),
    [`${prefix}.LastSuffix`, suffix],
    [`${prefix}.NextSuffix`, nextSuffix(suffix)],
  ]
}

function firstReadable(versions: readonly string[]): Version | undefined {
  for (const text of versions) {
    const version = parseVersion(text)
    if (version.ok) return version.value
  }
  return undefined
}

/** Counts the number at the end of a suffix on, `beta.9` to `beta.10`; a suffix with none gets one, no suffix stays none. */
function nextSuffix(suffix: string): string {
  if (suffix === '') return ''
  const counter = /\d+$/.exec(suffix)?.[0]
  if (counter === undefined) return `${suffix}.1`
  return suffix.slice(0, -counter.length) + String(BigInt(counter) + 1n)
}
