import { startTestServer } from '@flotilla/testkit'
import {
  createLink,
  healthy,
  make,
  makeToken,
  numbersIn,
  rawLog,
  registerAgent,
  type TestAgent,
} from './agent-world.ts'

const S = '/api/Spaces-1'

/** A real server, and real agents that reach it through a line which can be cut. */
export async function startAgentFleet() {
  let server = await startTestServer()
  const link = await createLink(server.url)
  const agents: TestAgent[] = []
  const api: typeof server.api = (...request) => server.api(...request)
  const environmentId: string = (await make(api, 'environments', { Name: 'Staging' })).Id
  const otherEnvironmentId: string = (await make(api, 'environments', { Name: 'Production' })).Id
  const { body: policies } = await api('GET', `${S}/machinepolicies`)
  const { Id: _id, Slug: _slug, ...policy } = policies.Items[0]
  const retry = { Enabled: true, RetryDuration: '00:00:03', HealthCheckRetryDuration: '00:00:03' }
  const impatient = { ...policy, Name: 'Impatient', IsDefault: false, MachineRpcCallRetryPolicy: retry }
  const impatientPolicyId: string = (await make(api, 'machinepolicies', impatient)).Id
  const scope = (role: string) => ({ EnvironmentIds: [environmentId], Roles: [role] })
  return {
    api,
    link,
    server: () => server,
    environmentId,
    otherEnvironmentId,
    /** Gives up an agent that is away after a few seconds. */
    impatientPolicyId,
    scope,
    /** Removes the agent in the end. */
    keep: (agent: TestAgent) => void agents.push(agent),
    /** A machine with an agent that runs and was found healthy. */
    joined: async (name: string, more: Readonly<Record<string, unknown>> = {}, role = name): Promise<TestAgent> => {
      const { Token } = await makeToken(api, { ...scope(role), ...more })
      const agent = await registerAgent(link.url, Token, name)
      agents.push(agent)
      agent.start()
      await healthy(api, name)
      return agent
    },
    /** Kills the server and starts it again. */
    restart: async () => {
      await server.stop('SIGKILL')
      server = await startTestServer({ dataDir: server.dataDir })
      link.target(server.url)
    },
    lineCount: async (taskId: string) => numbersIn(await rawLog(api, taskId)).length,
    eventsOf: async (category: string, about: string): Promise<{ Message: string }[]> =>
      (await api('GET', `${S}/events?eventCategories=${category}&regarding=${about}`)).body.Items,
    stop: async () => {
      await Promise.all(agents.map((agent) => agent.remove()))
      await link.close()
      await server.remove()
    },
  }
}

export type AgentFleet = Awaited<ReturnType<typeof startAgentFleet>>

/** Prints `line 1` and so on, one after the other, and fails. */
export const slowScript = (count: number) => `for n in $(seq 1 ${count}); do echo "line $n"; sleep 0.05; done; exit 7`
