import { err, ok } from '@flotilla/kit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TaskId, TeamId, UserId } from '../ids.ts'
import {
  explainSubmissionRefusal,
  GUIDED_FAILURE_ANSWERS,
  type Interruption,
  judgeResponsibility,
  judgeSubmission,
  MANUAL_ANSWERS,
  type PersonRights,
} from './interruption.ts'
import { type ApprovalAsk, type Approver, explainLeft, judgeApproval } from './judge-approval.ts'

const qa = 'Teams-QA' as TeamId
const ops = 'Teams-Ops' as TeamId
const ann = 'Users-Ann' as UserId
const bob = 'Users-Bob' as UserId
const waiting: Interruption = {
  type: 'ManualIntervention',
  answers: MANUAL_ANSWERS,
  responsibleTeamIds: [qa],
  responsibleUserId: null,
  answeredBy: null,
}
const person: PersonRights = {
  userId: ann,
  isDisabled: false,
  teamIds: [qa],
  maySubmitAny: false,
  maySubmitResponsible: true,
  mayDeploy: false,
}
const noTeams = { responsibleTeamIds: [] }

test.each<{ name: string; at?: Partial<Interruption>; who?: Partial<PersonRights>; gives: unknown }>([
  { name: 'a member of the team', gives: ok() },
  { name: 'a member of one of the teams', at: { responsibleTeamIds: [ops, qa] }, gives: ok() },
  { name: 'in place of someone else', at: { responsibleUserId: bob }, gives: ok() },
  { name: 'too late', at: { answeredBy: bob }, gives: err({ kind: 'already-answered', by: bob }) },
  {
    name: 'a member of no team',
    who: { teamIds: [ops] },
    gives: err({ kind: 'not-in-responsible-team', teamIds: [qa] }),
  },
  { name: 'a member without the right', who: { maySubmitResponsible: false }, gives: err({ kind: 'not-permitted' }) },
  { name: 'one who may answer any', who: { teamIds: [], maySubmitAny: true }, gives: ok() },
  {
    name: 'a disabled one who may',
    who: { isDisabled: true, maySubmitAny: true },
    gives: err({ kind: 'not-permitted' }),
  },
  { name: 'no teams, one who may deploy', at: noTeams, who: { mayDeploy: true }, gives: ok() },
  { name: 'no teams, one who may not', at: noTeams, gives: err({ kind: 'not-permitted' }) },
])('P4 taking responsibility: $name', ({ at, who, gives }) => {
  expect(judgeResponsibility({ ...waiting, ...at }, { ...person, ...who })).toEqual(gives)
})

const held = { responsibleUserId: ann }

test.each<{ name: string; at: Partial<Interruption>; answer: string; gives: unknown }>([
  { name: 'the responsible one', at: held, answer: 'Proceed', gives: ok() },
  { name: 'abort', at: held, answer: 'Abort', gives: ok() },
  { name: 'before taking it', at: {}, answer: 'Proceed', gives: err({ kind: 'responsibility-not-taken' }) },
  {
    name: 'held by someone else',
    at: { responsibleUserId: bob },
    answer: 'Proceed',
    gives: err({ kind: 'responsibility-of-other', userId: bob }),
  },
  {
    name: 'second',
    at: { ...held, answeredBy: bob },
    answer: 'Abort',
    gives: err({ kind: 'already-answered', by: bob }),
  },
  {
    name: 'an answer to something else',
    at: held,
    answer: 'Retry',
    gives: err({ kind: 'unknown-answer', answer: 'Retry', allowed: ['Proceed', 'Abort'] }),
  },
  {
    name: 'guided failure',
    at: { ...held, type: 'GuidedFailure', answers: GUIDED_FAILURE_ANSWERS },
    answer: 'Retry',
    gives: ok(),
  },
  {
    name: 'guided failure of a required action',
    at: { ...held, type: 'GuidedFailure', answers: ['Fail', 'Retry'] },
    answer: 'Ignore',
    gives: err({ kind: 'unknown-answer', answer: 'Ignore', allowed: ['Fail', 'Retry'] }),
  },
])('P1 answering: $name', ({ at, answer, gives }) => {
  expect(judgeSubmission({ ...waiting, ...at }, person, answer)).toEqual(gives)
})

test('P4 a right that is lost between taking and answering counts', () => {
  expect(judgeSubmission({ ...waiting, ...held }, { ...person, teamIds: [] }, 'Proceed')).toMatchObject({ ok: false })
})

test('refusals say who', () => {
  const names = (id: string) => id.replace(/^\w+-/, '')
  expect(explainSubmissionRefusal({ kind: 'already-answered', by: bob }, names)).toBe('Bob has already answered.')
  expect(explainSubmissionRefusal({ kind: 'not-in-responsible-team', teamIds: [qa, ops] }, names)).toBe(
    'Only members of QA or Ops may answer.',
  )
})

const parentTask = 'ServerTasks-7' as TaskId
const approver: Approver = { ...person, name: 'Ann', taskId: parentTask, answer: 'Proceed' }
const ask: ApprovalAsk = {
  interruption: waiting,
  approvers: [approver],
  approvalTaskId: parentTask,
  approval: {
    parentProject: 'Release Orchestration',
    parentRelease: '2021.1.0',
    environment: 'Prod Approval',
    tenant: 'Pet Life',
    link: '/app#/tasks/ServerTasks-7',
  },
}

test('P5 11.2.8 the note names project, release, environment, tenant, approver and task', () => {
  expect(judgeApproval(ask)).toEqual({
    kind: 'approve',
    approver,
    note: 'Approved by Ann, who approved release 2021.1.0 of Release Orchestration in Prod Approval for tenant Pet Life: see [ServerTasks-7](/app#/tasks/ServerTasks-7).',
  })
})

const stranger: Approver = { ...approver, userId: bob, name: 'Bob', teamIds: [ops] }

test.each<{ name: string; at?: Partial<Interruption>; by?: readonly Approver[]; gives: string }>([
  { name: 'nobody', by: [], gives: 'nobody-approved' },
  { name: 'aborted', by: [{ ...approver, answer: 'Abort' }], gives: 'nobody-approved' },
  {
    name: 'a guided failure answered on the parent',
    by: [{ ...approver, answer: 'Ignore' }],
    gives: 'nobody-approved',
  },
  { name: 'another task', by: [{ ...approver, taskId: 'ServerTasks-8' as TaskId }], gives: 'nobody-approved' },
  { name: 'not in the team', by: [stranger], gives: 'nobody-entitled' },
  { name: 'one of several in the team', by: [stranger, approver], gives: 'approve' },
  { name: 'not in the team, but may answer any', by: [{ ...stranger, maySubmitAny: true }], gives: 'nobody-entitled' },
  { name: 'in the team, right lost', by: [{ ...approver, maySubmitResponsible: false }], gives: 'nobody-entitled' },
  { name: 'disabled since', by: [{ ...approver, isDisabled: true }], gives: 'nobody-entitled' },
  { name: 'no teams, may deploy the child', at: noTeams, by: [{ ...stranger, mayDeploy: true }], gives: 'approve' },
  { name: 'no teams, may not deploy the child', at: noTeams, gives: 'nobody-entitled' },
  { name: 'answered already', at: { answeredBy: bob }, gives: 'already-answered' },
  { name: 'a person has taken it', at: { responsibleUserId: bob }, gives: 'held-by-someone' },
  { name: 'the child asks about a failure', at: { type: 'GuidedFailure' }, gives: 'not-an-approval' },
])('P5 approval of the parent for a child: $name', ({ at, by, gives }) => {
  const verdict = judgeApproval({ ...ask, interruption: { ...waiting, ...at }, approvers: by ?? ask.approvers })
  expect(verdict.kind === 'leave' ? verdict.why : verdict.kind).toBe(gives)
  if (verdict.kind === 'leave') expect(explainLeft(verdict.why)).toMatch(/\.$/)
})

test('P5 whoever approves for a child could have answered the intervention', async () => {
  const arbTeams = fc.subarray([qa, ops])
  const arbApprover: fc.Arbitrary<Approver> = fc.record({
    userId: fc.constantFrom(ann, bob),
    name: fc.constant('Ann'),
    isDisabled: fc.boolean(),
    teamIds: arbTeams,
    maySubmitAny: fc.boolean(),
    maySubmitResponsible: fc.boolean(),
    mayDeploy: fc.boolean(),
    taskId: fc.constantFrom(parentTask, 'ServerTasks-8' as TaskId),
    answer: fc.constantFrom('Proceed', 'Abort'),
  })
  await fc.assert(
    fc.property(fc.array(arbApprover), arbTeams, (approvers, responsibleTeamIds) => {
      const interruption = { ...waiting, responsibleTeamIds }
      const verdict = judgeApproval({ ...ask, interruption, approvers })
      if (verdict.kind !== 'approve') return
      expect(verdict.approver).toMatchObject({ taskId: parentTask, answer: 'Proceed' })
      expect(judgeResponsibility(interruption, verdict.approver)).toEqual(ok())
    }),
  )
})
