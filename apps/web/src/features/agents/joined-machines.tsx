import { ApiError, type AuditEvent, listByIds, type Machine, type NewAgentToken, type Schema } from '@flotilla/api'
import { Link } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { Loaded } from '../../ui/page.tsx'
import { State } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { Health } from '../targets/health.tsx'

/** What joins with a token: targets, or where it names pools, workers. */
const TARGETS = { noun: 'Target', category: 'MachineAdded', prefix: 'Machines-', path: '~/machines', page: 'targets' }
const WORKERS = { noun: 'Worker', category: 'Created', prefix: 'Workers-', path: '~/workers', page: 'workers' }

/** The machines that a token has let in, as they come; till then, that it waits for them. */
export function JoinedMachines({
  token,
  count,
  isOver,
}: {
  readonly token: NewAgentToken
  readonly count: number
  readonly isOver: boolean
}) {
  const waits = count < token.MaxUses && !isOver
  return (
    <>
      {count > 0 && <Joined token={token} count={count} />}
      {waits && (
        <p>
          <State
            tone="busy"
            word={count === 0 ? 'Waiting for the machine to join' : `Waiting for ${token.MaxUses - count} more to join`}
          />
        </p>
      )}
      {!waits && count === 0 && <p className="faint">No machine has joined with it.</p>}
    </>
  )
}

function Joined({ token, count }: { readonly token: NewAgentToken; readonly count: number }) {
  const to = useTo()
  const kind = token.WorkerPoolIds.length > 0 ? WORKERS : TARGETS
  const joined = useRead(['agent-token', token.Id, 'joined', count], async (client) => {
    const events = await client
      .get<{ readonly Items: readonly AuditEvent[] }>('~/events', {
        eventCategories: [kind.category, 'MachineIdentityReplaced'],
        from: token.Created,
        take: 1_000,
      })
      .catch((error: unknown) => {
        // Who may add machines need not be one who may read the audit.
        if (error instanceof ApiError && error.status === 403) return { Items: [] }
        throw error
      })
    const own = events.Items.filter(({ IdentityEstablishedWith }) => IdentityEstablishedWith?.endsWith(token.Id))
    const ids = own.flatMap(({ RelatedDocumentIds }) => RelatedDocumentIds.filter((id) => id.startsWith(kind.prefix)))
    return ids.length === 0 ? [] : listByIds<Machine | Schema<'Worker'>>(client, kind.path, ids)
  })
  return (
    <Loaded of={joined} rows={1}>
      {(machines) =>
        machines.length === 0 ? (
          <p>
            <State tone="good" word={count === 1 ? 'A machine has joined' : `${count} machines have joined`} />{' '}
            <Link to={to(kind.page)}>See the {kind.page}</Link>
          </p>
        ) : (
          <Table label="Machines that have joined" columns={['{kind.noun}', 'Health', 'Joined']}>
            {machines.map((machine) => (
              <tr key={machine.Id}>
                <td>{kind === TARGETS ? <Link to={to('targets', machine.Id)}>{machine.Name}</Link> : machine.Name}</td>
                <td>
                  <Health of={machine} />
                </td>
                <td>
                  <Time at={machine.LastModifiedOn} />
                </td>
              </tr>
            ))}
          </Table>
        )
      }
    </Loaded>
  )
}
