import type { OutputEffect } from './output-items.ts'
import type { ServiceMessage } from './service-messages.ts'

/** Source: reliability reference, O limits. */
export const OUTPUT_VARIABLE_LIMIT_BYTES = 1024 * 1024

export type EffectRefusal =
  /** Attributes are missing or make no sense: the message is text. */
  | { readonly kind: 'malformed' }
  | { readonly kind: 'not-allowed'; readonly reason: string }
  | { readonly kind: 'unknown-message' }

type Attributes = ReadonlyMap<string, string>
type EffectReader = (attributes: Attributes, message: string) => OutputEffect | EffectRefusal

const MALFORMED: EffectRefusal = { kind: 'malformed' }

/** What a service message asks for, or why it is not done. Level switches are not effects. Source: domain reference 4.8. */
export function readEffect(message: ServiceMessage): OutputEffect | EffectRefusal {
  const name = message.name.toLowerCase()
  const reader = READERS.get(name) ?? (/^create-.*target$/.test(name) ? readTarget : undefined)
  return reader ? reader(message.attributes, message.name) : { kind: 'unknown-message' }
}

const READERS = new Map<string, EffectReader>([
  ['setvariable', readVariable],
  ['createartifact', readArtifact],
  ['resultmessage', (given) => withText(given.get('message'), (message) => ({ kind: 'result-message', message }))],
  ['progress', readProgress],
  ['mask', (given) => withText(given.get('value'), (value) => ({ kind: 'mask', value }))],
  ['createsteppackagetarget', readTarget],
  ['delete-target', (given) => withText(given.get('machine'), (machine) => ({ kind: 'delete-target', machine }))],
  ['set-environmentstate', readEnvironmentState],
])

function withText(text: string | undefined, give: (text: string) => OutputEffect): OutputEffect | EffectRefusal {
  return text ? give(text) : MALFORMED
}

const isTrue = (text: string | undefined) => text?.trim().toLowerCase() === 'true'

function readVariable(given: Attributes): OutputEffect | EffectRefusal {
  const name = given.get('name')?.trim()
  const value = given.get('value')
  if (!name || value === undefined) return MALFORMED
  // A script must not be able to change what the server itself says. Source: reliability reference J4.
  if (/^octopus\./i.test(name)) {
    return {
      kind: 'not-allowed',
      reason: `The variable "${name}" can't be set: names that begin with "Octopus." are the server's.`,
    }
  }
  const sizeBytes = Buffer.byteLength(value)
  if (sizeBytes > OUTPUT_VARIABLE_LIMIT_BYTES) return { kind: 'variable-too-large', name, sizeBytes }
  return { kind: 'set-variable', name, value, sensitive: isTrue(given.get('sensitive')) }
}

function readArtifact(given: Attributes): OutputEffect | EffectRefusal {
  const path = given.get('path')
  if (!path) return MALFORMED
  const name = given.get('name') || path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  const length = given.get('length')
  return {
    kind: 'create-artifact',
    path,
    name,
    length: length && /^[0-9]{1,15}$/.test(length) ? Number(length) : undefined,
  }
}

function readProgress(given: Attributes): OutputEffect | EffectRefusal {
  const text = given.get('percentage')?.trim() ?? ''
  if (!/^-?[0-9]{1,9}(\.[0-9]{1,9})?%?$/.test(text)) return MALFORMED
  const percentage = Math.max(0, Math.min(100, Math.round(Number.parseFloat(text))))
  return { kind: 'progress', percentage, message: given.get('message') ?? '' }
}

function readTarget(given: Attributes, message: string): OutputEffect | EffectRefusal {
  return withText(given.get('name'), (name) => ({
    kind: 'create-target',
    message,
    name,
    roles: (given.get('octopusroles') ?? '').split(',').flatMap((role) => role.trim() || []),
    updateIfExisting: isTrue(given.get('updateifexisting')),
    attributes: given,
  }))
}

function readEnvironmentState(given: Attributes): OutputEffect | EffectRefusal {
  const value = given.get('value') ?? ''
  const type = given.get('type') ?? 'State'
  const sensitive = isTrue(given.get('sensitive'))
  return withText(given.get('key'), (key) => ({ kind: 'set-environment-state', key, value, sensitive, type }))
}
