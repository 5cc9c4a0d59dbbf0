import type { History, ScriptMark, TaskRecord } from './history.ts'
import { numberIn } from './numbered-script.ts'

/** A guarantee that does not hold, by its id in the reliability reference. */
export interface Violation {
  readonly id: string
  readonly what: string
}
export type Checker = (history: History) => readonly Violation[]

/** A1: every accepted id is stored and reached a final state; so did whatever else is stored. */
export const checkAccepted: Checker = ({ events, tasks }) => [
  ...events.flatMap((event) =>
    event.kind === 'ok' && event.taskId && !tasks.some(({ id }) => id === event.taskId)
      ? [{ id: 'A1', what: `${event.taskId} was accepted (${event.call}) and is gone` }]
      : [],
  ),
  ...tasks.filter(({ isFinal }) => !isFinal).map(({ id, state }) => ({ id: 'A1', what: `${id} is still ${state}` })),
]

/** E1: at most one script begins for each ticket. Without retries that holds for all attempts at one place together. */
export const checkAtMostOnce: Checker = ({ marks }) =>
  duplicates(
    marks.filter(({ what }) => what === 'begin').map(({ ticket, target }) => `${placeOf(ticket)} on ${target}`),
  ).map((script) => ({ id: 'E1', what: `${script} began more than once` }))

/** E2: no script of a child begins before its parent's own has ended. Our suites announce first. */
export const checkOrder: Checker = ({ marks, tasks }) =>
  tasks.flatMap((child) => {
    const announced = tasks.filter(({ id }) => id === child.parentTaskId).flatMap((parent) => scriptsOf(parent, marks))
    return scriptsOf(child, marks)
      .filter(({ from }) => announced.some(({ to }) => from < to))
      .map(({ target }) => ({ id: 'E2', what: `${child.id} began on ${target} before its parent's script had ended` }))
  })

/** L1–L3: the log has the numbered lines 1…n of each script, each once, in order. */
export const checkLog: Checker = ({ marks, tasks }) =>
  marks
    .filter(({ what }) => what === 'begin')
    .flatMap(({ ticket }) => {
      const log = tasks.find(({ id }) => ticket.startsWith(`${id}.`))?.log ?? []
      const numbers = log.flatMap((line) => numberIn(ticket, line) ?? [])
      const printed = marks.find((mark) => mark.ticket === ticket && mark.what === 'end')?.lines
      return checkNumbers(ticket, numbers, printed)
    })

/** `printed` is unknown of a script that was ended half-way: then only a gap shows a loss. */
function checkNumbers(ticket: string, numbers: readonly number[], printed: number | undefined): Violation[] {
  const distinct = new Set(numbers)
  const last = printed ?? Math.max(0, ...numbers)
  const missing = Array.from({ length: last }, (_, index) => index + 1).filter((number) => !distinct.has(number))
  const isSorted = numbers.every((number, index) => index === 0 || number >= numbers[index - 1]!)
  return [
    ...(missing.length > 0 ? [{ id: 'L1', what: `the log of ${ticket} lacks the lines ${missing.join(', ')}` }] : []),
    ...duplicates(numbers.map(String)).map((number) => ({
      id: 'L2',
      what: `the log of ${ticket} has line ${number} more than once`,
    })),
    ...(isSorted ? [] : [{ id: 'L3', what: `the log of ${ticket} is out of order: ${numbers.join(' ')}` }]),
  ]
}

/** L4: the numbers of a task's lines are 1…n. */
export const checkLineNumbers: Checker = ({ tasks }) =>
  tasks
    .filter(({ log }) => log.some(({ number }, index) => number !== index + 1))
    .map(({ id, log }) => ({
      id: 'L4',
      what: `the lines of ${id} are numbered ${log.map(({ number }) => number).join(' ')}`,
    }))

/** S3: a parent has one child for each project and tenant. Our suites name each project once. */
export const checkChildrenOnce: Checker = ({ tasks }) =>
  duplicates(
    tasks
      .filter(({ parentTaskId }) => parentTaskId !== null)
      .map(
        ({ parentTaskId, projectName, tenantId }) => `${projectName} (${tenantId ?? 'untenanted'}) of ${parentTaskId}`,
      ),
  ).map((child) => ({ id: 'S3', what: `${child} was created more than once` }))

/** S4: a parent that succeeded has no child that did not. */
export const checkParents: Checker = ({ tasks }) =>
  tasks.flatMap((child) => {
    const parent = tasks.find(({ id }) => id === child.parentTaskId)
    return parent?.state === 'Success' && child.state !== 'Success'
      ? [{ id: 'S4', what: `${parent.id} succeeded although its child ${child.id} is ${child.state}` }]
      : []
  })

/** C1: tasks with the same concurrency tag never run together, nor do their scripts. Not for tasks that paused. */
export const checkLocks: Checker = ({ tasks, marks }) =>
  pairs(tasks)
    .filter(([one, other]) => one.concurrencyTag === other.concurrencyTag)
    .flatMap(([one, other]) => [
      ...(overlap(lifeOf(one), lifeOf(other))
        ? [{ id: 'C1', what: `${one.id} and ${other.id} both held ${one.concurrencyTag}` }]
        : []),
      ...scriptsOf(one, marks)
        .flatMap((script) => scriptsOf(other, marks).map((another) => [script, another] as const))
        .filter(([script, another]) => overlap(script, another))
        .map(() => ({ id: 'C1', what: `scripts of ${one.id} and ${other.id} ran at the same time` })),
    ])

/** C2: one script a target at a time. */
export const checkTargets: Checker = ({ marks, tasks }) =>
  pairs(tasks.flatMap((task) => scriptsOf(task, marks)))
    .filter(([one, other]) => one.target === other.target && overlap(one, other))
    .map(([one]) => ({ id: 'C2', what: `two scripts ran on ${one.target} at the same time` }))

/** X2: when all has ended, no process of a script is left. */
export const checkProcesses: Checker = ({ leftProcesses }) =>
  leftProcesses.map((command) => ({ id: 'X2', what: `a process is left: ${command}` }))

/** Everything that holds in every run of a suite. */
export const checkAll: Checker = (history) =>
  [
    checkAccepted,
    checkAtMostOnce,
    checkOrder,
    checkLog,
    checkLineNumbers,
    checkChildrenOnce,
    checkParents,
    checkLocks,
    checkTargets,
    checkProcesses,
  ].flatMap((check) => check(history))

/** The ticket without its attempt: the script's place in its task. */
const placeOf = (ticket: string): string => ticket.split('.').slice(0, -1).join('.')

interface Span {
  readonly from: number
  readonly to: number
}

const lifeOf = (task: TaskRecord): Span | null =>
  task.startedAtMs === null ? null : { from: task.startedAtMs, to: task.completedAtMs ?? Number.POSITIVE_INFINITY }

function scriptsOf({ id }: TaskRecord, marks: readonly ScriptMark[]): (Span & { readonly target: string })[] {
  return marks
    .filter(({ ticket, what }) => what === 'begin' && ticket.startsWith(`${id}.`))
    .flatMap(({ ticket, target, atMs }) => {
      const end = marks.find((mark) => mark.what === 'end' && mark.ticket === ticket)
      return end ? [{ target, from: atMs, to: end.atMs }] : []
    })
}

const overlap = (one: Span | null, other: Span | null): boolean =>
  one !== null && other !== null && one.from < other.to && other.from < one.to

const pairs = <T>(items: readonly T[]): (readonly [T, T])[] =>
  items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const))

const duplicates = (items: readonly string[]): string[] => [
  ...new Set(items.filter((item, index) => items.indexOf(item) !== index)),
]
