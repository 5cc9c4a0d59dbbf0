import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Api, createScriptProject, startSshd, startTcpProxy, startTestServer } from '@flotilla/testkit'

/** A real server, a host over SSH behind a line that can be cut, and an account that signs in there. */
export async function startSshWorld() {
  const sshd = await startSshd()
  const proxy = await startTcpProxy(sshd.port)
  let server = await startTestServer()
  let made = 0
  const api: Api = (...request) => server.api(...request)
  const must = async (method: string, path: string, body?: unknown) => {
    const answer = await api(method, `/api/Spaces-1/${path}`, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const create = (path: string, body: unknown) => must('POST', path, body)
  const environmentId: string = (await create('environments', { Name: 'Production' })).Id
  const account = await create('accounts', {
    Name: 'Deployer',
    AccountType: 'SshKeyPair',
    Username: sshd.username,
    PrivateKeyFile: { HasValue: true, NewValue: Buffer.from(sshd.privateKey).toString('base64') },
  })
  const accountId: string = account.Id
  const endpoint = (changes: object = {}) => ({
    CommunicationStyle: 'Ssh',
    AccountId: accountId,
    Host: sshd.host,
    Port: proxy.port,
    Fingerprint: sshd.fingerprints.ed25519,
    ...changes,
  })
  /** A machine on the host with a role of its own. */
  const addMachine = (fields: object = {}, changes: object = {}) => {
    made += 1
    const name = `host-${made}`
    return create('machines', {
      Name: name,
      EnvironmentIds: [environmentId],
      Roles: [name],
      SkipInitialHealthCheck: true,
      Endpoint: endpoint(changes),
      ...fields,
    })
  }
  const projectFor = (role: string, script: string) =>
    createScriptProject(api, { name: `Project of ${role}`, script, environmentId, role })
  return {
    sshd,
    proxy,
    environmentId,
    accountId,
    api,
    must,
    create,
    endpoint,
    addMachine,
    projectFor,
    /** A machine with a role of its own, and a project that runs the script there. */
    place: async (script: string, changes: object = {}) => {
      const machine = await addMachine({}, changes)
      return { machine, ...(await projectFor(machine.Name, script)) }
    },
    server: () => server,
    /** Kills the server and starts it again. */
    restart: async (whileDown: () => Promise<void> = async () => {}) => {
      await server.stop('SIGKILL')
      await whileDown()
      server = await startTestServer({ dataDir: server.dataDir })
    },
    logOf: (taskId: string): Promise<string> => must('GET', `tasks/${taskId}/raw`),
    eventsOf: async (id: string, category: string): Promise<readonly { Message: string }[]> =>
      (await must('GET', `events?regarding=${id}&eventCategories=${category}`)).Items,
    homeFile: (name: string) => readFile(join(sshd.home, name), 'utf8').catch(() => ''),
    stop: async () => {
      await server.remove()
      await proxy.close()
      await sshd.stop()
    },
  }
}

export type SshWorld = Awaited<ReturnType<typeof startSshWorld>>

/** Prints the numbers to a thousand, the second half when it may. */
export const counting = 'echo begin >>~/begins; seq 1 500; until [ -e ~/go ]; do sleep 0.02; done; seq 501 1000'
export const numbersOf = (text: string) => [...text.matchAll(/ ([0-9]+)$/gm)].map(([, number]) => Number(number))
export const oneToThousand = Array.from({ length: 1000 }, (_, index) => index + 1)
