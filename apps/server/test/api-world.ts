import { type AcmeWorld, type Api, buildAcmeWorld, eventually, type TestServer } from '@flotilla/testkit'
import type { ApiDocument, ApiOperation } from './api-contract.ts'

/** A server that holds something of every kind that can be asked for: the acceptance world and what that has none of. */
export async function buildApiWorld(server: TestServer): Promise<AcmeWorld> {
  const { api } = server
  const world = await buildAcmeWorld(server, {
    space: 'Contract',
    tenants: [{ name: 'Contoso', connected: { 'Web API': ['Development', 'Test', 'Staging', 'Production'] } }],
  })
  const base = world.base
  const make = async (path: string, body: object) => {
    const answer = await api('POST', path.startsWith('/api') ? path : `${base}${path}`, body)
    if (answer.status >= 300) throw new Error(`POST ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const project = world.projects['Web API']
  await make('/libraryvariablesets', {
    Name: 'Shared',
    Templates: [{ Name: 'Region', Label: 'Region', DefaultValue: 'north' }],
  })
  await make('/actiontemplates', { Name: 'Hello', ActionType: 'Octopus.Script', Properties: {} })
  await make('/accounts', { Name: 'Robot', AccountType: 'Token', Token: { HasValue: true, NewValue: 'secret' } })
  await make('/proxies', { Name: 'Way out', Host: 'proxy.example', Username: 'me' })
  await make('/feeds', { Name: 'Outside', FeedType: 'NuGet', FeedUri: 'https://feed.example.com/index.json' })
  await make('/projecttriggers', {
    Name: 'New machines',
    ProjectId: project.Id,
    Filter: { FilterType: 'MachineFilter', EventCategories: ['MachineAdded'] },
    Action: { ActionType: 'AutoDeploy' },
  })
  const place = (await api('GET', `${base}/environments?take=1`)).body.Items[0]
  await make('/agentregistrationtokens', { EnvironmentIds: [place.Id], Roles: ['web'] })
  await make('/build-information', {
    PackageId: 'Acme.Web',
    Version: '1.0.0',
    OctopusBuildInformation: {
      BuildEnvironment: 'CI',
      BuildNumber: '7',
      Commits: [{ Id: 'abc', Comment: 'A change' }],
    },
  })
  const form = new FormData()
  form.set('file', new Blob(['content']), 'Acme.Web.1.0.0.zip')
  await fetch(`${server.url}${base}/packages/raw`, {
    method: 'POST',
    body: form,
    headers: { 'x-octopus-apikey': 'API-ADMINISTRATOR0' },
  })
  const me = (await api('GET', '/api/users/me')).body
  await make(`/api/users/${me.Id}/apikeys`, { Purpose: 'Contract' })
  const release = await world.ship('Web API', '2021.1.0.9', ['Development', 'Test', 'Staging'])
  const waiting = await world.deploy(release, 'Production')
  await world.interruptionOf(waiting.taskId)
  await make('/artifacts', { Filename: 'notes.txt', ServerTaskId: waiting.taskId })
  await make(`/releases/${release}/defects`, { Description: 'Not yet' })
  const machines = (await api('GET', `${base}/machines?take=2`)).body.Items
  const MachineIds = machines.map(({ Id }: { readonly Id: string }) => Id)
  const check = await make('/tasks', { Name: 'Health', Arguments: { MachineIds } })
  await eventually('the health check', async () => (await api('GET', `/api/tasks/${check.Id}`)).body.IsCompleted)
  return world
}

/** Ids that stand in addresses: those that the collection in front of a parameter lists. */
export function idFinder(api: Api, spaceId: string): (address: string) => Promise<readonly string[]> {
  const known = new Map<string, Promise<readonly string[]>>()
  const list = async (address: string): Promise<readonly string[]> => {
    const { status, body } = await api('GET', `${address.replace('{space}', spaceId)}?take=20`)
    if (status !== 200) return []
    const items = Array.isArray(body) ? body : (body.Items ?? [])
    return items.flatMap((item: { Id?: string }) => (item.Id ? [item.Id] : []))
  }
  return (address) => {
    const found = known.get(address) ?? list(address)
    known.set(address, found)
    return found
  }
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  version: ['2021.1.0.9', '1'],
  name: ['GetAllSpacesRequest'],
}

/** Addresses of an operation, its parameters filled in with what is there; none if there is nothing. */
export async function addressesOf(
  address: string,
  find: (address: string) => Promise<readonly string[]>,
  spaceId: string,
  most = 3,
): Promise<readonly string[]> {
  let filled = ['']
  for (const part of address.split('/').slice(1)) {
    const parameter = /^\{(\w+)\}$/.exec(part)?.[1]
    if (!parameter || parameter === 'space') {
      filled = filled.map((each) => `${each}/${parameter ? spaceId : part}`)
      continue
    }
    const next: string[] = []
    for (const each of filled) {
      const ids = await valuesOf(parameter, each, find, spaceId)
      next.push(...ids.slice(0, most).map((id) => `${each}/${encodeURIComponent(id)}`))
    }
    filled = next.slice(0, most)
  }
  return filled
}

async function valuesOf(
  parameter: string,
  before: string,
  find: (address: string) => Promise<readonly string[]>,
  spaceId: string,
): Promise<readonly string[]> {
  if (WORDS[parameter]) return WORDS[parameter]
  if (parameter === 'environment') return find(`/api/${spaceId}/environments`)
  if (parameter === 'tenant') return find(`/api/${spaceId}/tenants`)
  if (/\/progression$/.test(before)) return find(`/api/${spaceId}/projects`)
  if (/runbookprocesses$/.test(before)) return []
  return find(before)
}

/** Every operation of the document. */
export function operationsOf(document: ApiDocument) {
  return Object.entries(document.paths).flatMap(([address, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ address, method: method.toUpperCase(), operation })),
  )
}

/** Whether an operation answers for as long as the reader stays. */
export const isStream = ({ responses }: ApiOperation): boolean =>
  JSON.stringify(responses['200'] ?? {}).includes('text/event-stream')
