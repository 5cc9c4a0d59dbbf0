import { err, ok } from '@flotilla/kit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRolling, judgeRunCondition, machineLimit, machinesToBegin, stepGroups, windowSize } from './index.ts'
import type { RunCondition, StartTrigger } from './process.ts'
import { START_TRIGGERS } from './process.ts'

describe('stepGroups', () => {
  const step = (name: string, startTrigger: StartTrigger = 'StartAfterPrevious') => ({ name, startTrigger })
  test.each([
    { name: 'no steps', steps: [], gives: [] },
    { name: 'one after the other', steps: [step('a'), step('b')], gives: [['a'], ['b']] },
    {
      name: 'together',
      steps: [step('a'), step('b', 'StartWithPrevious'), step('c', 'StartWithPrevious'), step('d')],
      gives: [['a', 'b', 'c'], ['d']],
    },
    { name: 'no meaning on the first', steps: [step('a', 'StartWithPrevious'), step('b')], gives: [['a'], ['b']] },
  ])('$name', ({ steps, gives }) => {
    expect(stepGroups(steps).map((group) => group.map(({ name }) => name))).toEqual(gives)
  })

  test('every step is in exactly one group, in order, and only the first of a group waits', async () => {
    await fc.assert(
      fc.property(fc.array(fc.record({ startTrigger: fc.constantFrom(...START_TRIGGERS) })), (steps) => {
        const groups = stepGroups(steps)
        expect(groups.flat()).toEqual(steps)
        for (const [, ...rest] of groups) for (const each of rest) expect(each.startTrigger).toBe('StartWithPrevious')
        for (const [first] of groups.slice(1)) expect(first?.startTrigger).toBe('StartAfterPrevious')
      }),
    )
  })
})

describe('judgeRunCondition', () => {
  const truthy = (text: string) => (text === 'broken' ? err('cycle' as const) : ok(text === 'yes'))
  const by = (expression: string): RunCondition => ({ kind: 'Variable', expression })
  test.each<{ name: string; condition: RunCondition; hasFailed?: boolean; isCancelled?: boolean; gives: string }>([
    { name: 'Success, all well', condition: { kind: 'Success' }, gives: 'run' },
    { name: 'Success after a failure', condition: { kind: 'Success' }, hasFailed: true, gives: 'earlier-failure' },
    { name: 'Failure, all well', condition: { kind: 'Failure' }, gives: 'nothing-failed' },
    { name: 'Failure after a failure', condition: { kind: 'Failure' }, hasFailed: true, gives: 'run' },
    { name: 'Always, all well', condition: { kind: 'Always' }, gives: 'run' },
    { name: 'Always after a failure', condition: { kind: 'Always' }, hasFailed: true, gives: 'run' },
    { name: 'Always after a cancellation', condition: { kind: 'Always' }, isCancelled: true, gives: 'cancelled' },
    {
      name: 'Failure after failure and cancellation',
      condition: { kind: 'Failure' },
      hasFailed: true,
      isCancelled: true,
      gives: 'cancelled',
    },
    { name: 'true', condition: by('yes'), gives: 'run' },
    { name: 'true, even after a failure', condition: by('yes'), hasFailed: true, gives: 'run' },
    { name: 'false', condition: by(''), gives: 'condition-false' },
    { name: 'not evaluated once cancelled', condition: by('broken'), isCancelled: true, gives: 'cancelled' },
  ])('$name: $gives', ({ condition, hasFailed = false, isCancelled = false, gives }) => {
    const verdict = judgeRunCondition(condition, { hasFailed, isCancelled }, truthy)
    expect(verdict.kind === 'skip' ? verdict.why : verdict.kind).toBe(gives)
  })

  test('Y6 a condition that fails to evaluate is an error, neither true nor false', () => {
    const verdict = judgeRunCondition(by('broken'), { hasFailed: false, isCancelled: false }, truthy)
    expect(verdict).toEqual({ kind: 'error', expression: 'broken', problem: 'cycle' })
  })
})

describe('rolling', () => {
  const evaluate = (text: string) => text.replace('#{Window}', '3').replace('#{Bad}', 'many')
  test.each([
    { window: null, gives: null },
    { window: '1', gives: 1 },
    { window: ' 12 ', gives: 12 },
    { window: '#{Window}', gives: 3 },
    { window: '#{Bad}', gives: 'refused' },
    { window: '0', gives: 'refused' },
    { window: '-1', gives: 'refused' },
    { window: '1.5', gives: 'refused' },
    { window: '1e9', gives: 'refused' },
  ])('a window of $window is $gives', ({ window, gives }) => {
    const size = windowSize({ window }, evaluate)
    expect(size.ok ? size.value : 'refused').toBe(gives)
    expect(isRolling({ window })).toBe(window !== null)
  })

  test.each([
    { window: null, project: null, machinesAtOnce: 10, isProjectLimitIgnored: false },
    { window: null, project: 50, machinesAtOnce: 50, isProjectLimitIgnored: false },
    { window: 3, project: null, machinesAtOnce: 3, isProjectLimitIgnored: false },
    { window: 3, project: 2, machinesAtOnce: 2, isProjectLimitIgnored: false },
    { window: 3, project: 3, machinesAtOnce: 3, isProjectLimitIgnored: false },
    { window: 3, project: 20, machinesAtOnce: 3, isProjectLimitIgnored: true },
  ])('window $window, project $project: $machinesAtOnce', ({ window, project, ...gives }) => {
    expect(machineLimit(window, project)).toEqual(gives)
  })

  const machines = ['a', 'b', 'c', 'd']
  test.each([
    { name: 'fills the window', runningCount: 0, machinesAtOnce: 3, gives: ['a', 'b', 'c'] },
    { name: 'the next starts when one is done', runningCount: 2, machinesAtOnce: 3, gives: ['a'] },
    { name: 'full', runningCount: 3, machinesAtOnce: 3, gives: [] },
    { name: 'over-full', runningCount: 4, machinesAtOnce: 3, gives: [] },
    { name: 'a failure stops a rolling step', runningCount: 0, machinesAtOnce: 3, hasFailed: true, gives: [] },
    { name: 'but no other', runningCount: 2, machinesAtOnce: 3, hasFailed: true, isRolling: false, gives: ['a'] },
  ])('$name', ({ runningCount, machinesAtOnce, hasFailed = false, isRolling: rolls = true, gives }) => {
    const progress = { waiting: machines, runningCount, machinesAtOnce, isRolling: rolls, hasFailed }
    expect(machinesToBegin(progress)).toEqual(gives)
  })

  test('C3 a rolled step: never more than the window, nothing begun behind a failure, each machine in one bucket', async () => {
    const arbMachines = fc.array(fc.record({ seconds: fc.integer({ min: 1, max: 9 }), fails: fc.boolean() }), {
      maxLength: 12,
    })
    await fc.assert(
      fc.property(arbMachines, fc.integer({ min: 1, max: 5 }), fc.boolean(), (all, machinesAtOnce, rolls) => {
        let waiting = all.map((machine, index) => ({ ...machine, index }))
        let running: { readonly index: number; readonly endsAt: number; readonly fails: boolean }[] = []
        const ended: number[] = []
        let hasFailed = false
        for (let now = 0; ; now = Math.min(...running.map(({ endsAt }) => endsAt))) {
          for (const each of running.filter(({ endsAt }) => endsAt <= now)) {
            ended.push(each.index)
            hasFailed ||= each.fails
          }
          running = running.filter(({ endsAt }) => endsAt > now)
          const begun = machinesToBegin({
            waiting,
            runningCount: running.length,
            machinesAtOnce,
            isRolling: rolls,
            hasFailed,
          })
          if (rolls && hasFailed) expect(begun).toEqual([])
          waiting = waiting.slice(begun.length)
          running.push(...begun.map(({ index, seconds, fails }) => ({ index, fails, endsAt: now + seconds })))
          expect(running.length).toBeLessThanOrEqual(machinesAtOnce)
          if (running.length === 0) break
        }
        const notBegun = waiting.map(({ index }) => index)
        expect([...ended, ...notBegun].sort((a, b) => a - b)).toEqual(all.map((_, index) => index))
        // In order, so that what was not begun is the end of the list; and only a failure of a rolled step leaves any.
        expect(notBegun).toEqual(all.map((_, index) => index).slice(all.length - notBegun.length))
        if (notBegun.length > 0) expect(rolls && hasFailed).toBe(true)
      }),
    )
  })
})
