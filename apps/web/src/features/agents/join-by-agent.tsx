import { loadAgentToken, type NewAgentToken } from '@flotilla/api'
import { Button, Group, Paper, Stack, Title } from '@mantine/core'
import { useDocuments, useRead } from '../../api/queries.ts'
import { serverUrl } from '../../api/session.ts'
import { Command } from '../../ui/command.tsx'
import { nameIn } from '../../ui/name-in.ts'
import { Notice } from '../../ui/notice.tsx'
import { State } from '../../ui/state.tsx'
import { Time, useNow } from '../../ui/time.tsx'
import { useWorkerPools } from '../workers/worker-pools.ts'
import { JoinedMachines } from './joined-machines.tsx'

/** The command of a token, how long it is good, and the machines that have joined with it so far. */
export function JoinByAgent({ token, onAgain }: { readonly token: NewAgentToken; readonly onAgain: () => void }) {
  const environments = useDocuments('environments')
  const tenants = useDocuments('tenants')
  const pools = useWorkerPools({
    isSkipped: token.WorkerPoolIds.length === 0,
  })
  const current = useRead(['agent-token', token.Id], (client) => loadAgentToken(client, token.Id))
  const now = useNow()
  const usesLeft = current.data?.UsesLeft ?? token.MaxUses
  const isOver = now >= Date.parse(token.Expires)
  const command = registerCommand(token, {
    environments: token.EnvironmentIds.map((id) => nameIn(environments.data, id)),
    pools: token.WorkerPoolIds.map((id) => nameIn(pools.data, id)),
    tenants: token.TenantIds.map((id) => nameIn(tenants.data, id)),
  })
  return (
    <Stack maw={960} gap="lg">
      <Paper withBorder p="lg">
        <Stack>
          <Title order={2}>Run this on the machine</Title>
          <Notice title="Copy it now">
            The token in it is not shown again. It lets{' '}
            {token.MaxUses === 1 ? 'one machine' : `${token.MaxUses} machines`} join.
          </Notice>
          <Command>{command}</Command>
          <p className="faint" style={{ margin: 0 }}>
            Then start the agent. <code>packaging/agent/join.sh</code> does both, and has it started with the machine.
          </p>
          <Command>flotilla agent</Command>
          <Group justify="space-between">
            {isOver ? (
              <State tone="stopped" word="The token has expired" />
            ) : (
              <span>
                Expires <Time at={token.Expires} />
              </span>
            )}
            <Button variant="default" onClick={onAgain}>
              Make another command
            </Button>
          </Group>
        </Stack>
      </Paper>
      <section aria-labelledby="joined" aria-live="polite">
        <Title order={2} mb="xs" id="joined">
          Who has joined
        </Title>
        <JoinedMachines token={token} count={token.MaxUses - usesLeft} isOver={isOver} />
      </section>
    </Stack>
  )
}

/** As the machine's shell takes it. */
function registerCommand(
  { Token, Roles }: NewAgentToken,
  names: Readonly<Record<'environments' | 'tenants' | 'pools', readonly string[]>>,
): string {
  const options = [
    ['--server', serverUrl],
    ['--token', Token],
    ...names.environments.map((name) => ['--environment', name]),
    ...Roles.map((role) => ['--role', role]),
    ...names.tenants.map((name) => ['--tenant', name]),
    ...names.pools.map((name) => ['--worker-pool', name]),
  ]
  return ['flotilla agent register', ...options.map(([option, value]) => `${option} ${quoted(value!)}`)].join(' ')
}

const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
