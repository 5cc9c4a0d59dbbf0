import type { Api } from '@flotilla/testkit'

const SPACE = '/api/Spaces-1'

/** An API that throws what was refused, with the paths of the first space. */
export const client = (api: Api) => async (method: string, path: string, body?: unknown) => {
  const answer = await api(method, path.startsWith('/') ? path : `${SPACE}/${path}`, body)
  if (answer.status > 299) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

let count = 0

/** A project of its own with a runbook of these steps. */
export async function createRunbook(
  api: Api,
  {
    steps = [],
    projectId,
    variables = [],
    ...fields
  }: { steps?: readonly object[]; projectId?: string; variables?: readonly object[] } & Record<string, unknown>,
) {
  const ask = client(api)
  count += 1
  const project = projectId
    ? await ask('GET', `projects/${projectId}`)
    : await ask('POST', 'projects', {
        Name: `Operated ${count}`,
        LifecycleId: (await ask('GET', 'lifecycles')).Items[0].Id,
        ProjectGroupId: (await ask('GET', 'projectgroups')).Items[0].Id,
      })
  if (variables.length > 0) {
    const set = await ask('GET', `variables/${project.VariableSetId}`)
    await ask('PUT', `variables/${set.Id}`, { ...set, Variables: variables })
  }
  const runbook = await ask('POST', 'runbooks', { ProjectId: project.Id, Name: `Runbook ${count}`, ...fields })
  const process = await ask('GET', `runbookProcesses/${runbook.RunbookProcessId}`)
  await ask('PUT', `runbookProcesses/${process.Id}`, { ...process, Steps: steps })
  return { project, runbook }
}

/** Takes a snapshot and publishes it. */
export const publish = (api: Api, runbook: { readonly Id: string }, fields: object = {}) =>
  client(api)('POST', 'runbookSnapshots?publish=true', { RunbookId: runbook.Id, ...fields })
