import type { ActionOutcome } from '@flotilla/domain/deployments'
import type { Action, Step } from '@flotilla/domain/processes'
import type { Target } from '@flotilla/domain/targets'
import {
  actionStatusVariables,
  type NamedValues,
  type StatusCode,
  type StatusFacts,
  stepStatusVariables,
} from '@flotilla/domain/variables'
import { actionKey, stepKey } from './keys.ts'
import type { RecordedOutcome, RunState } from './run-state.ts'

const CODES: Readonly<Record<ActionOutcome, StatusCode>> = {
  succeeded: 'Succeeded',
  'succeeded-with-warning': 'Succeeded',
  ignored: 'Succeeded',
  skipped: 'Skipped',
  failed: 'Failed',
  unknown: 'Failed',
  cancelled: 'Canceled',
}

/**
 * How steps and actions stand, as what runs here may see it: steps that have ended; their actions; and on the way through
 * the actions of the own step, those before it on the same machine. What does not belong to the deployment was skipped.
 *
 * Source: domain reference 5.7 (step, action).
 */
export function statusVariables(
  run: RunState,
  here: { readonly step?: Step; readonly target?: Target },
): NamedValues[] {
  return run.process.steps.flatMap((step) => {
    const ended = run.outcomes.get(stepKey(step))
    const belongs = step.actions.filter((action) => run.snapshot.actions[action.id] !== undefined)
    const ofStep = ended ?? (belongs.length === 0 ? SKIPPED : undefined)
    return [
      ...(ofStep ? [stepStatusVariables(step.name, factsOf(ofStep))] : []),
      ...step.actions.flatMap((action) => {
        if (!belongs.includes(action)) return actionStatus(action, SKIPPED)
        const own = step.id === here.step?.id ? outcomeHere(run, action, here.target) : undefined
        const outcome = own ?? (ended && outcomeEverywhere(run, step, action, ended))
        return outcome ? actionStatus(action, outcome) : []
      }),
    ]
  })
}

const SKIPPED: RecordedOutcome = { outcome: 'skipped', message: '' }

const outcomeHere = (run: RunState, action: Action, target: Target | undefined): RecordedOutcome | undefined =>
  (target && run.outcomes.get(actionKey(action, target))) ?? run.outcomes.get(actionKey(action, null))

/** Nothing of an ended step changes any more, and every script of later steps asks: ten thousand machines are counted once. */
const known = new WeakMap<RecordedOutcome, Map<string, RecordedOutcome>>()

/** Of a step that has ended: an action alone in it stands as its step does; of several, each by the machines it ran on. */
function outcomeEverywhere(run: RunState, step: Step, action: Action, ended: RecordedOutcome): RecordedOutcome {
  if (step.actions.length === 1) return ended
  const ofStep = known.get(ended) ?? new Map<string, RecordedOutcome>()
  known.set(ended, ofStep)
  const outcome = ofStep.get(action.id) ?? gravest(run, action)
  ofStep.set(action.id, outcome)
  return outcome
}

function gravest(run: RunState, action: Action): RecordedOutcome {
  const machineIds = run.snapshot.actions[action.id]?.machineIds ?? []
  const outcomes = [action.id, ...machineIds.map((id) => `${action.id}/${id}`)].flatMap(
    (key) => run.outcomes.get(key) ?? [],
  )
  return (
    outcomes.find(({ outcome }) => CODES[outcome] === 'Failed') ??
    outcomes.find(({ outcome }) => CODES[outcome] === 'Canceled') ??
    outcomes.find(({ outcome }) => CODES[outcome] === 'Succeeded') ??
    SKIPPED
  )
}

const actionStatus = (action: Action, recorded: RecordedOutcome): readonly NamedValues[] => [
  actionStatusVariables(action.name, factsOf(recorded)),
  new Map([[`Octopus.Action[${action.name}].IsSkipped`, recorded.outcome === 'skipped' ? 'True' : '']]),
]

function factsOf({ outcome, message, detail }: RecordedOutcome): StatusFacts {
  const code = CODES[outcome]
  if (code !== 'Failed') return { code, error: null, errorDetail: null }
  return { code, error: message || null, errorDetail: detail || message || null }
}
