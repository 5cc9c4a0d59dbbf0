import type { AgentToken, User } from '@flotilla/api'
import { Title } from '@mantine/core'
import { useDeletion, useDocuments, useRead } from '../../api/queries.ts'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { nameIn } from '../../ui/name-in.ts'
import { Problem } from '../../ui/problem.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { Time, useNow } from '../../ui/time.tsx'
import { useWorkerPools } from '../workers/worker-pools.ts'

/** The tokens with which targets or workers can still join. There are never many: none is good for more than an hour. */
export function OpenTokens({ of: kind }: { readonly of: 'targets' | 'workers' }) {
  const now = useNow()
  const tokens = useRead(['agent-tokens'], (client) => client.all<AgentToken>('~/agentregistrationtokens'))
  const open = (tokens.data ?? []).filter(
    ({ WorkerPoolIds, UsesLeft, Expires }) =>
      WorkerPoolIds.length > 0 === (kind === 'workers') && UsesLeft > 0 && Date.parse(Expires) > now,
  )
  const problem = tokens.data === undefined && tokens.error
  if (open.length === 0 && !problem) return null
  return (
    <section aria-labelledby="open-tokens">
      <Title order={2} mb="xs" id="open-tokens">
        Open commands
      </Title>
      {problem ? (
        <Problem error={problem} retry={() => void tokens.refetch()} />
      ) : (
        <Table
          label="Open commands"
          columns={['For', 'Machines that may still join', 'Made by', 'Expires']}
          doing="Revoke"
        >
          {open.map((token) => (
            <One key={token.Id} token={token} />
          ))}
        </Table>
      )}
    </section>
  )
}

function One({ token }: { readonly token: AgentToken }) {
  const revoking = useDeletion(`~/agentregistrationtokens/${token.Id}`)
  const environments = useDocuments('environments')
  const environmentOf = (id: string) => nameIn(environments.data, id)
  const pools = useWorkerPools({
    isSkipped: token.WorkerPoolIds.length === 0,
  })
  const tenants = useDocuments('tenants', {
    isSkipped: token.TenantIds.length === 0,
  })
  const maker = useRead(['users', token.CreatedBy], (client) => client.get<User>(`/api/users/${token.CreatedBy}`))
  const places = [
    ...token.EnvironmentIds.map(environmentOf),
    ...token.Roles,
    ...token.WorkerPoolIds.map((id) => nameIn(pools.data, id)),
    ...token.TenantIds.map((id) => nameIn(tenants.data, id)),
    ...token.TenantTags,
  ].join(', ')
  return (
    <tr>
      <td>{places}</td>
      <td>
        {token.UsesLeft} of {token.MaxUses}
      </td>
      <td>{maker.data?.DisplayName ?? token.CreatedBy}</td>
      <td>
        <Time at={token.Expires} />
      </td>
      <Doing>
        <DeleteButton size="compact-sm" verb="Revoke" what={`the command for ${places}`} deleting={revoking}>
          No further machine joins with it. Those that did stay.
        </DeleteButton>
      </Doing>
    </tr>
  )
}
