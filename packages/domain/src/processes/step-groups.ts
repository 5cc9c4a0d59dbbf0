import type { Step } from './process.ts'

/**
 * Steps that start together, group after group; the next group waits for the whole one before.
 *
 * Shape: group first and leave out steps that do not run afterwards; else a step could join a group it is not part of.
 * The first step begins a group whatever its trigger says.
 * Source: domain reference 4.3.
 */
export function stepGroups<S extends Pick<Step, 'startTrigger'>>(steps: readonly S[]): readonly (readonly S[])[] {
  const groups: S[][] = []
  for (const step of steps) {
    const current = groups.at(-1)
    if (current && step.startTrigger === 'StartWithPrevious') current.push(step)
    else groups.push([step])
  }
  return groups
}
