import { type ComponentDrift, listDrift, type Schema } from '@flotilla/api'
import { Link } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { Loaded } from '../../ui/page.tsx'
import { State } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { ConvergeButton } from '../drift/converge-button.tsx'
import { DriftStatus } from '../drift/drift-status.tsx'
import '../drift/drift.css'

type Installation = Schema<'Installation'>
type Place = Pick<
  Installation,
  'ProjectId' | 'ProjectName' | 'EnvironmentName' | 'EnvironmentId' | 'TenantId' | 'TenantName'
>

interface Row {
  readonly place: Place
  readonly ledger: Installation | undefined
  readonly drift: ComponentDrift | undefined
}

/** The ledger of a target beside what it should have: which release, by which deployment, since when. */
export function Installed({ machineId }: { readonly machineId: string }) {
  const ledger = useRead(['machines', machineId, 'installations'], (client) =>
    client.all<Installation>(`~/machines/${machineId}/installations`),
  )
  const drift = useRead(['machines', machineId, 'drift'], (client) =>
    listDrift(client, { machines: [machineId], includeUpToDate: true }),
  )
  return (
    <Loaded of={ledger} rows={3}>
      {(installations) => (
        <Loaded of={drift} rows={3}>
          {(components) => <Rows rows={rowsOf(installations, components)} />}
        </Loaded>
      )}
    </Loaded>
  )
}

const keyOf = ({ ProjectId, EnvironmentId, TenantId }: Place) => `${ProjectId} ${EnvironmentId} ${TenantId}`

function rowsOf(installations: readonly Installation[], components: readonly ComponentDrift[]): readonly Row[] {
  const expected = components.filter(({ Machines }) =>
    Machines.some(({ Status, Installed }) => Status !== 'NotApplicable' || Installed !== null),
  )
  const places = new Map([...expected, ...installations].map((place): [string, Place] => [keyOf(place), place]))
  return [...places].map(([key, place]) => ({
    place,
    ledger: installations.find((each) => keyOf(each) === key),
    drift: components.find((each) => keyOf(each) === key),
  }))
}

function Rows({ rows }: { readonly rows: readonly Row[] }) {
  if (rows.length === 0) return <p className="faint">Nothing was deployed here, and nothing is expected yet.</p>
  return (
    <Table label="What is installed" columns={['Component', 'Has', 'Since', 'Should have', 'State']}>
      {rows.map((row) => (
        <InstalledRow key={keyOf(row.place)} row={row} />
      ))}
    </Table>
  )
}

function InstalledRow({ row: { place, ledger, drift } }: { readonly row: Row }) {
  const to = useTo()
  const installed = ledger?.Installed
  const machine = drift?.Machines[0]
  return (
    <tr>
      <td>
        <Link to={to('projects', place.ProjectId)}>{place.ProjectName}</Link>
        <div className="faint small">
          {place.EnvironmentName}
          {place.TenantName && ` for ${place.TenantName}`}
        </div>
      </td>
      <td className="mono">
        {installed ? <Release of={installed} projectId={place.ProjectId} /> : <span className="faint">nothing</span>}
      </td>
      <td>
        <Time at={installed?.InstalledAt} />
        {installed?.TaskId && (
          <div className="small nowrap">
            <Link to={to('deployments', installed.DeploymentId)} aria-label={`The deployment of ${place.ProjectName}`}>
              the deployment
            </Link>
          </div>
        )}
      </td>
      <td className="mono">{(machine && drift?.ReleaseVersion) ?? '–'}</td>
      <td>
        {machine ? <DriftStatus of={machine.Status} /> : <State tone="none" word="Not expected" />}
        {machine?.Status !== 'UpToDate' && <div className="faint small">{machine?.Reason ?? whyNot(drift)}</div>}
        {drift && drift.Drifting > 0 && machine && (
          <div className="drift-act">
            <ConvergeButton place={{ ...drift, only: machine }} />
          </div>
        )}
        {ledger?.FailedAttempt && (
          <div className="small">
            <Link to={to('deployments', ledger.FailedAttempt.DeploymentId)}>
              The attempt of {ledger.FailedAttempt.ReleaseVersion}
            </Link>{' '}
            failed <Time at={ledger.FailedAttempt.FailedAt} />
          </div>
        )}
      </td>
    </tr>
  )
}

const whyNot = (drift: ComponentDrift | undefined): string =>
  drift?.NotExpected ??
  (drift ? 'Its own steps leave nothing on this target.' : 'Nothing of it runs in this place any more.')

function Release({
  of: { ReleaseId, ReleaseVersion },
  projectId,
}: {
  readonly of: NonNullable<Installation['Installed']>
  readonly projectId: string
}) {
  const to = useTo()
  if (ReleaseId === null) return <>{ReleaseVersion} (deleted)</>
  return <Link to={to('projects', projectId, 'releases', ReleaseVersion)}>{ReleaseVersion}</Link>
}
