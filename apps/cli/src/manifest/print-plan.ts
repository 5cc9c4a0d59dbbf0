import { stringify } from 'yaml'
import type { Change, Difference, Plan } from './planning.ts'

/** The plan as lines for people: a block per change, then what they should know besides. */
export const describePlan = (plan: Plan): readonly string[] => [
  ...plan.changes.flatMap(describeChange),
  ...plan.notes,
  summaryOf(plan, 'future'),
]

export function summaryOf({ changes }: Plan, tense: 'past' | 'future'): string {
  if (changes.length === 0) return 'Everything is as the manifest says; nothing to change.'
  const created = changes.filter(({ kind }) => kind === 'create').length
  const changed = changes.length - created
  return tense === 'past' ? `${created} created, ${changed} changed.` : `${created} to create, ${changed} to change.`
}

export const titleOf = ({ kind, what }: Change): string => `${kind === 'create' ? '+' : '~'} ${what}`

const describeChange = (change: Change): readonly string[] => [
  titleOf(change),
  ...change.differences.flatMap(describeDifference).map((line) => `    ${line}`),
]

function describeDifference({ key, before, after }: Difference): readonly string[] {
  if (before === undefined && isScalar(after)) return [`${key}: ${textOf(after)}`]
  if (isScalar(before) && isScalar(after)) return [`${key}: ${textOf(before)} → ${textOf(after)}`]
  const lines = diffLines(linesOf(before), linesOf(after))
  return [`${key}:`, ...shortened(lines, before === undefined).map((line) => `  ${line}`)]
}

const isScalar = (value: unknown): boolean => value === undefined || typeof value !== 'object' || value === null
const textOf = (value: unknown): string => (value === undefined || value === null ? '(none)' : JSON.stringify(value))
const linesOf = (value: unknown): readonly string[] =>
  value === undefined ? [] : stringify(value, { lineWidth: 0 }).trimEnd().split('\n')

/** What is new needs no signs; of what changes only the changes are shown, with a line around them. */
function shortened(lines: readonly string[], isNew: boolean): readonly string[] {
  if (isNew) return lines.map((line) => line.slice(2))
  const isNear = (at: number) => [at - 1, at, at + 1].some((index) => lines[index] && !lines[index].startsWith(' '))
  return lines.flatMap((line, index) => {
    if (isNear(index)) return [line]
    return isNear(index - 1) || index === 0 ? ['  …'] : []
  })
}

/** Lines with `- ` for those that go, `+ ` for those that come, and two spaces for those that stay. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly string[] {
  const common = longestCommon(before, after)
  const lines: string[] = []
  let [left, right] = [0, 0]
  for (const line of [...common, undefined]) {
    while (left < before.length && before[left] !== line) lines.push(`- ${before[left++]}`)
    while (right < after.length && after[right] !== line) lines.push(`+ ${after[right++]}`)
    if (line === undefined) break
    lines.push(`  ${line}`)
    left += 1
    right += 1
  }
  return lines
}

function longestCommon(before: readonly string[], after: readonly string[]): readonly string[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1))
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1)
      lengths[i]![j] =
        before[i] === after[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!)
  const common: string[] = []
  for (let [i, j] = [0, 0]; i < before.length && j < after.length; ) {
    if (before[i] === after[j]) {
      common.push(before[i]!)
      i += 1
      j += 1
    } else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i += 1
    else j += 1
  }
  return common
}
