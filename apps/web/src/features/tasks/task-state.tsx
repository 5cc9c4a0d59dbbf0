import { State, type Tone } from '../../ui/state.tsx'

interface StateFacts {
  readonly State: string
  readonly HasPendingInterruptions?: boolean
  readonly HasWarningsOrErrors?: boolean
}

/** The state of a task in a word that people use, and what it is like. */
export function describeState(task: StateFacts): { readonly tone: Tone; readonly word: string } {
  if (task.HasPendingInterruptions) return { tone: 'ask', word: 'Waits for a person' }
  switch (task.State) {
    case 'Success':
      return task.HasWarningsOrErrors
        ? { tone: 'warn', word: 'Succeeded with warnings' }
        : { tone: 'good', word: 'Succeeded' }
    case 'Failed':
      return { tone: 'bad', word: 'Failed' }
    case 'TimedOut':
      return { tone: 'bad', word: 'Timed out' }
    case 'Executing':
      return { tone: 'busy', word: 'Running' }
    case 'Cancelling':
      return { tone: 'busy', word: 'Cancelling' }
    case 'Canceled':
      return { tone: 'stopped', word: 'Cancelled' }
    case 'Queued':
      return { tone: 'waiting', word: 'Queued' }
    default:
      return { tone: 'unknown', word: task.State }
  }
}

export function TaskState({ of: task, isBrief = false }: { readonly of: StateFacts; readonly isBrief?: boolean }) {
  const { tone, word } = describeState(task)
  return <State tone={tone} word={word} isBrief={isBrief} />
}

const FINAL = new Set(['Success', 'Failed', 'Canceled', 'TimedOut'])
export const isFinal = ({ State }: Pick<StateFacts, 'State'>): boolean => FINAL.has(State)
