import { expect, test } from 'vitest'
import { judgeTicket, type TicketFacts } from './judge-ticket.ts'

const running: TicketFacts = {
  started: 'run\nboot-1\n7 (sh) S 1 7\n',
  exit: undefined,
  bootId: 'boot-1',
  runnerAlive: true,
  mainAlive: true,
  marked: 0,
  directoryThere: true,
}
const dead = { runnerAlive: false, mainAlive: false }
const unknown = (why: string, processLeft = false) => ({
  kind: 'ended',
  outcome: { kind: 'unknown', why, processLeft },
})
const exited = (exitCode: number, lost: readonly string[] = []) => ({
  kind: 'ended',
  outcome: { kind: 'exited', exitCode },
  lost,
})

test.each([
  { name: 'runs', facts: {}, gives: { kind: 'running', willTell: true } },
  { name: 'has not begun', facts: { started: undefined }, gives: { kind: 'not-begun' } },
  {
    name: 'was claimed',
    facts: { started: 'never\ncancelled-before-start\n' },
    gives: { kind: 'ended', outcome: { kind: 'never-started', why: 'cancelled-before-start' } },
  },
  { name: 'an exit code beats everything', facts: { exit: '000\n', bootId: 'boot-2', ...dead }, gives: exited(0) },
  { name: 'lost output is named', facts: { exit: '003 stdout stderr\n' }, gives: exited(3, ['stdout', 'stderr']) },
  { name: '255 is no signal', facts: { exit: '255\n' }, gives: exited(255) },
  {
    name: 'F22: a signal is named',
    facts: { exit: '134\n' },
    gives: { kind: 'ended', outcome: { kind: 'signalled', signal: 'SIGABRT', exitCode: 134 }, lost: [] },
  },
  {
    name: 'E5: an exit code cut off by a power cut is none',
    facts: { exit: '', ...dead },
    gives: unknown('runner-died'),
  },
  { name: 'E5: half an exit code is none', facts: { exit: '00', ...dead }, gives: unknown('runner-died') },
  { name: 'F38: another boot', facts: { bootId: 'boot-2', ...dead }, gives: unknown('target-rebooted') },
  {
    name: 'F21: the script outlives its runner',
    facts: { runnerAlive: false },
    gives: { kind: 'running', willTell: false },
  },
  { name: 'F21: and ends', facts: dead, gives: unknown('runner-died') },
  {
    name: 'E10: what it left behind does not hold it up',
    facts: { ...dead, marked: 2 },
    gives: unknown('runner-died', true),
  },
  {
    name: 'a runner about to name its script',
    facts: { runnerAlive: false, mainAlive: undefined, marked: 1 },
    gives: { kind: 'running', willTell: false },
  },
  {
    name: 'a runner that died at once',
    facts: { started: '', ...dead, mainAlive: undefined },
    gives: unknown('runner-died'),
  },
  {
    name: 'F40: no directory, no process',
    facts: { started: undefined, ...dead, directoryThere: false },
    gives: unknown('work-directory-gone'),
  },
])('$name', ({ facts, gives }) => {
  expect(judgeTicket({ ...running, ...facts })).toEqual(gives)
})
