import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadReaches } from '../src/features/machines/reach.ts'
import { type HealthWorld, healthWorld, step } from './health-world.ts'

let world: HealthWorld
beforeAll(async () => {
  world = await healthWorld()
}, 60_000)
afterAll(() => world?.stop())

const skipping = (TargetRoles: readonly string[] = []) => ({
  ProjectConnectivityPolicy: { SkipMachineBehavior: 'SkipUnavailableMachines', TargetRoles },
})

/** Two machines of a role of their own, of which the first answers to nobody, and a step for them. */
async function halfGone(role: string) {
  const MachinePolicyId = (await world.policy({}, { MachineRpcCallRetryPolicy: { Enabled: false } })).Id
  const gone = await world.machine({ Roles: [role], MachinePolicyId })
  const there = await world.machine({ Roles: [role], MachinePolicyId })
  await world.check([gone.Id, there.Id])
  world.connections.set(gone.Id, 'out-of-reach')
  return { gone, there, steps: [step('First', { role }), step('Second', { role })] }
}

test('a machine that does not answer fails the deployment, if the project does not skip it', async () => {
  const { gone, there, steps } = await halfGone('strict')
  const { task } = await world.deploy(steps)
  expect(task.State).toBe('Failed')
  expect(task.ErrorMessage).toContain('no answer')
  expect(new Set(world.used)).toEqual(new Set([gone.Id, there.Id]))
})

test('a project that skips unavailable machines goes on without it, with a warning', async () => {
  const { gone, there, steps } = await halfGone('lenient')
  const { task, steps: shown, deploymentId } = await world.deploy(steps, skipping())
  expect(task).toMatchObject({ State: 'Success', HasWarningsOrErrors: true })
  const [first, second] = shown
  const of = (
    step: { Children: { Name: string; Status: string; LogElements: { MessageText: string }[] }[] },
    name: string,
  ) => step.Children.find((child) => child.Name === name)
  expect(of(first, there.Name)?.Status).toBe('Success')
  expect(of(first, gone.Name)).toMatchObject({
    Status: 'Skipped',
    LogElements: [{ Category: 'Warning', MessageText: expect.stringContaining(`goes on without ${gone.Name}`) }],
  })
  // It is not tried again in later steps.
  expect(of(second, gone.Name)).toBeUndefined()
  expect(world.used.filter((id) => id === gone.Id)).toHaveLength(1)
  const deployment = await world.must('GET', `deployments/${deploymentId}`)
  expect(deployment.DeployedToMachineIds).toEqual([there.Id])
  // What triggers wait for: it is checked soon, so that its coming back is an event.
  const { rows } = await world.due(gone.Id)
  expect(rows[0]?.is_due).toBe(true)
})

test('only machines of the roles that the project names are skipped', async () => {
  const { steps } = await halfGone('other')
  expect((await world.deploy(steps, skipping(['lenient']))).task.State).toBe('Failed')
})

test('when all are gone, the step is skipped', async () => {
  const { there, steps } = await halfGone('all-gone')
  world.connections.set(there.Id, 'out-of-reach')
  const { task, steps: shown } = await world.deploy(steps, skipping())
  expect(task).toMatchObject({ State: 'Success', HasWarningsOrErrors: true })
  expect(shown.map(({ Status }: { Status: string }) => Status)).toEqual(['Skipped', 'Skipped'])
})

test('a machine that is known to be unavailable is left out from the start', async () => {
  const { gone, there, steps } = await halfGone('known')
  await world.check([gone.Id])
  const { task } = await world.deploy(steps, skipping())
  expect(task.State).toBe('Success')
  expect(new Set(world.used)).toEqual(new Set([there.Id]))
})

test('how long a machine is tried is what its policy says', async () => {
  const retry = { MachineRpcCallRetryPolicy: { Enabled: true, RetryDuration: '00:00:07' } }
  const patient = await world.machine({ MachinePolicyId: (await world.policy({}, retry)).Id })
  const hasty = await world.machine({ MachinePolicyId: (await world.policy()).Id })
  const usual = await world.machine()
  const reaches = await loadReaches(world.app.database, [patient.Id, hasty.Id, usual.Id])
  expect([patient, hasty, usual].map(({ Id }) => reaches[Id]?.reachTimeoutMs)).toEqual([7_000, 0, 150_000])
})
