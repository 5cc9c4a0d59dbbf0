import { randomUUID } from 'node:crypto'
import { type PhasesRefusal, validatePhases } from '@flotilla/domain/lifecycles'
import { assertNever } from '@flotilla/kit'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { findDocuments } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { Flag, Places, Text, Whole } from '../fields.ts'
import { explainUsers } from '../in-use.ts'
import { KINDS } from '../kinds.ts'
import { checkReferences } from '../references.ts'
import type { Resource } from '../standard-routes.ts'
import { type PhaseDocument, phaseOf } from './to-domain.ts'

type Fields = Readonly<Record<string, unknown>>

const retentionFields = {
  Strategy: Type.Optional(Type.Union([Type.Literal('Default'), Type.Literal('Count'), Type.Literal('Forever')])),
  Unit: Type.Optional(Type.Union([Type.Literal('Days'), Type.Literal('Items')], { default: 'Days' })),
  QuantityToKeep: Whole(0),
  ShouldKeepForever: Type.Optional(Type.Boolean()),
}
const Retention = () => Type.Optional(Type.Object(retentionFields))

interface Retention {
  readonly Strategy?: 'Default' | 'Count' | 'Forever'
  readonly Unit: string
  readonly QuantityToKeep: number
  readonly ShouldKeepForever?: boolean
}

/** A lifecycle that says nothing keeps what the space keeps; old clients send no strategy, and mean 0 as "for ever". */
const retention = (given: Retention | undefined) => {
  if (!given) return { Strategy: 'Default', Unit: 'Days', QuantityToKeep: 0, ShouldKeepForever: false }
  const forever = given.ShouldKeepForever === true || given.QuantityToKeep === 0
  const Strategy = given.Strategy ?? (forever ? 'Forever' : 'Count')
  return { ...given, Strategy, ShouldKeepForever: Strategy === 'Forever' }
}

const phase = Type.Object({
  Id: Text(),
  Name: Type.String({ minLength: 1, maxLength: 200 }),
  AutomaticDeploymentTargets: Places(),
  OptionalDeploymentTargets: Places(),
  MinimumEnvironmentsBeforePromotion: Whole(0),
  IsOptionalPhase: Flag(),
  IsPriorityPhase: Flag(),
  ReleaseRetentionPolicy: Retention(),
  TentacleRetentionPolicy: Retention(),
})

/** Lifecycles (API reference 5.5). */
export const lifecycleResource: Resource = {
  kind: KINDS.lifecycle,
  tag: 'Lifecycles',
  permissions: { view: 'LifecycleView', create: 'LifecycleCreate', edit: 'LifecycleEdit', delete: 'LifecycleDelete' },
  fields: {
    Description: Text(),
    Phases: Type.Optional(Type.Array(phase, { default: [], maxItems: 100 })),
    ReleaseRetentionPolicy: Retention(),
    TentacleRetentionPolicy: Retention(),
  },
  check: async (change, body) => {
    const phases = phasesIn(body)
    const missing = await checkReferences(
      change.tx,
      change,
      phases.flatMap((given, index) =>
        (['AutomaticDeploymentTargets', 'OptionalDeploymentTargets'] as const).map((name) => ({
          field: `Phases[${index}].${name}`,
          kind: KINDS.environment,
          ids: given[name],
        })),
      ),
    )
    const sound = validatePhases(phases.map(phaseOf))
    if (sound.ok) return missing
    const ids = phases.flatMap((given) => [...given.AutomaticDeploymentTargets, ...given.OptionalDeploymentTargets])
    const environments = await findDocuments(change.tx, KINDS.environment, ids)
    const nameOf = (id: string) => environments.get(id)?.Name ?? id
    return [...missing, ...sound.error.map((refusal) => explainPhases(refusal, nameOf))]
  },
  complete: async (_change, body) => ({
    Phases: phasesIn(body).map((given) => ({
      ...given,
      Id: given.Id || randomUUID(),
      ReleaseRetentionPolicy: given.ReleaseRetentionPolicy ? retention(given.ReleaseRetentionPolicy) : null,
      TentacleRetentionPolicy: given.TentacleRetentionPolicy ? retention(given.TentacleRetentionPolicy) : null,
    })),
    ReleaseRetentionPolicy: retention(body.ReleaseRetentionPolicy as Retention | undefined),
    TentacleRetentionPolicy: retention(body.TentacleRetentionPolicy as Retention | undefined),
  }),
  inUse: (db, lifecycle) =>
    explainUsers(
      db,
      'lifecycle',
      lifecycle,
      [
        sql`select 'project' as what, id, name from project where document ->> 'LifecycleId' = ${lifecycle.Id}`,
        sql`select 'channel' as what, id, name from channel
          where space_id = ${lifecycle.SpaceId} and document ->> 'LifecycleId' = ${lifecycle.Id}`,
      ],
      'Give them another lifecycle first.',
    ),
  links: (_document, address) => ({ Preview: `${address}/preview`, Projects: `${address}/projects` }),
}

interface GivenPhase extends PhaseDocument {
  readonly ReleaseRetentionPolicy?: Retention
  readonly TentacleRetentionPolicy?: Retention
}

const phasesIn = (body: Fields): readonly GivenPhase[] =>
  ((body.Phases ?? []) as readonly GivenPhase[]).map((given) => ({
    ...given,
    AutomaticDeploymentTargets: given.AutomaticDeploymentTargets.map(canonicalId),
    OptionalDeploymentTargets: given.OptionalDeploymentTargets.map(canonicalId),
  }))

function explainPhases(refusal: PhasesRefusal, nameOf: (environmentId: string) => string): string {
  switch (refusal.kind) {
    case 'environment-in-several-phases':
      return `Phases: ${nameOf(refusal.environmentId)} may be in one phase only; it is in ${refusal.phaseNames.join(', ')}.`
    case 'several-phases-without-environments':
      return `Phases: at most one phase may have no environments; ${refusal.phaseNames.join(', ')} have none.`
    case 'all-phases-optional':
      return 'Phases: at least one phase must not be optional.'
    default:
      return assertNever(refusal)
  }
}
