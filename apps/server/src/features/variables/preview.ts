import { createHash } from 'node:crypto'
import {
  builtInVariables,
  explainVariables,
  explainVerdict,
  resolveVariables,
  type Variable,
  type VariableContext,
} from '@flotilla/domain/variables'
import type { Queryable } from '../../database/connection.ts'
import type { Caller, Space } from '../context.ts'
import { deploymentContext } from './context.ts'
import { createOpenEvaluator, SECRET_MARK } from './evaluator.ts'
import { loadPreviewEntries, type Origin, type PreviewPlace } from './preview-entries.ts'
import { systemOf } from './preview-system.ts'
import type { VariableDocument } from './schema.ts'

const SYSTEM: Origin = { kind: 'System', id: '', name: '', isSeen: true }

/**
 * The variables of a project as they would be in a place, each with its value filled in and with the reasons for and against
 * every entry of its name. Nothing shows that the caller may not see: neither an entry, nor its text in another one.
 *
 * Shape: with `name` only that variable, which may then be one of the server's own.
 * Source: API reference 5.18, domain reference 5.3.
 */
export async function previewVariables(
  db: Queryable,
  caller: Caller,
  ask: {
    readonly space: Space
    readonly place: PreviewPlace
    readonly name?: string | undefined
    readonly serverUri: string
  },
  now: number,
) {
  const { place } = ask
  const context = contextOf(place)
  const entries = await loadPreviewEntries(db, caller, ask.space, place)
  const origins = new Map(entries.map(({ variable, origin }) => [variable, origin]))
  const originOf = (variable: Variable) => origins.get(variable) ?? SYSTEM
  const isSeen = (variable: Variable) => originOf(variable).isSeen
  const system = builtInVariables(systemOf(ask.space, place, ask.serverUri))
  const variables = [...entries.map(({ variable }) => variable), ...system]
  const resolved = resolveVariables(variables, context)
  const fill = createOpenEvaluator(
    resolved,
    { now, hash: (algorithm, bytes) => createHash(algorithm.toLowerCase()).update(bytes).digest('hex') },
    ({ variable }) => variable.isSensitive || !isSeen(variable),
  )
  const wanted = ask.name?.trim().toLowerCase()
  return explainVariables(variables, context)
    .filter(({ name }) => wanted === undefined || name.toLowerCase() === wanted)
    .flatMap(({ winner, candidates }) => {
      if (!winner || !isSeen(winner) || (originOf(winner) === SYSTEM && wanted === undefined)) return []
      const shown = candidates.filter(({ variable }) => isSeen(variable))
      return [
        {
          ...presentEntry(winner, originOf(winner)),
          EvaluatedValue: winner.isSensitive
            ? SECRET_MARK
            : winner.isLiteral
              ? (winner.value ?? '')
              : fill(winner.value ?? '').text,
          Reason: explainVerdict(candidates[0]!.verdict),
          Candidates: shown.map(({ variable, verdict }) => {
            const { Id, Value, Type, IsSensitive, Scope, Origin } = presentEntry(variable, originOf(variable))
            const IsUsed = variable === winner
            return { Id, Value, Type, IsSensitive, Scope, Origin, IsUsed, Reason: explainVerdict(verdict) }
          }),
        },
      ]
    })
}

const contextOf = ({
  project,
  environment,
  channel,
  tenant,
  machine,
  roles,
  step,
  runbookId,
}: PreviewPlace): VariableContext => ({
  ...deploymentContext({
    projectId: project.Id,
    channelId: channel?.Id ?? null,
    environmentId: environment?.Id ?? '',
    tenant,
    runbookId,
  }),
  actionId: step?.actionId as VariableContext['actionId'],
  stepRoles: step?.roles,
  targetId: machine?.id as VariableContext['targetId'],
  targetRoles: machine?.roles ?? roles,
})

/** An entry of a set as its set shows it; others in the same shape. */
function presentEntry(variable: Variable, { kind, id, name, document }: Origin) {
  const shown: VariableDocument = document ?? {
    Id: variable.id,
    Name: variable.name,
    Value: variable.isSensitive ? null : variable.value,
    Description: '',
    Type: variable.type,
    IsSensitive: variable.isSensitive,
    IsEditable: false,
    Scope: variable.scope as VariableDocument['Scope'],
    Prompt: null,
  }
  return { ...shown, Origin: { Kind: kind, Id: id, Name: name } }
}
