import type { Schema } from '@flotilla/api'
import { Popover, Stack, UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useTo } from '../../api/space.tsx'
import { Time } from '../../ui/time.tsx'
import { describeState, TaskState } from '../tasks/task-state.tsx'

type Item = Schema<'DashboardItem'>

/** The release in one environment; of a project with tenants, the releases and how many tenants have each. */
export function DashboardCell({
  items,
  tenants,
}: {
  readonly items: readonly Item[]
  readonly tenants: ReadonlyMap<string, string>
}) {
  const [first, ...others] = items
  if (!first) return <span className="faint">–</span>
  if (others.length === 0 && first.TenantId === null) return <Deployed item={first} />
  return (
    <Stack gap={2}>
      {byVersion(items).map(([version, same]) =>
        same.length === 1 ? (
          <Deployed key={version} item={same[0]!} places={nameOf(same[0]!, tenants)} />
        ) : (
          <Together key={version} items={same} tenants={tenants} />
        ),
      )}
    </Stack>
  )
}

/** What several tenants have alike; who opens it sees each of them with its own state. */
function Together({
  items,
  tenants,
}: {
  readonly items: readonly Item[]
  readonly tenants: ReadonlyMap<string, string>
}) {
  return (
    <Deployed
      item={worst(items)}
      places={
        <Popover trapFocus returnFocus>
          <Popover.Target>
            <UnstyledButton className="places">{placesOf(items, tenants)}</UnstyledButton>
          </Popover.Target>
          <Popover.Dropdown className="tenants-alike" tabIndex={0}>
            {items.map((item) => (
              <div key={item.DeploymentId}>
                <TaskState of={item} isBrief /> {nameOf(item, tenants)}
              </div>
            ))}
          </Popover.Dropdown>
        </Popover>
      }
    />
  )
}

/** What went well has its shape, with the word on hover; anything else is said. */
function Deployed({ item, places }: { readonly item: Item; readonly places?: ReactNode }) {
  const to = useTo()
  const { tone, word } = describeState(item)
  return (
    <div className="deployed">
      <TaskState of={item} isBrief />
      <Link to={to('deployments', item.DeploymentId)} className="mono version">
        {item.ReleaseVersion}
      </Link>
      {tone !== 'good' && (
        <span className="more" aria-hidden>
          {word}
        </span>
      )}
      {places && <span className="more">{places}</span>}
      <span className="faint more">
        <Time at={item.CompletedTime ?? item.QueueTime} />
      </span>
    </div>
  )
}

/** `All Pets`, `3 tenants`, `3 tenants and untenanted`. */
function placesOf(items: readonly Item[], tenants: ReadonlyMap<string, string>): string {
  const tenanted = items.filter(({ TenantId }) => TenantId !== null)
  const names = tenanted.length === 1 ? nameOf(tenanted[0]!, tenants) : `${tenanted.length} tenants`
  return tenanted.length === items.length ? names : `${names} and untenanted`
}

const nameOf = ({ TenantId }: Item, tenants: ReadonlyMap<string, string>): string =>
  TenantId === null ? 'untenanted' : (tenants.get(TenantId) ?? TenantId)

function byVersion(items: readonly Item[]): [string, Item[]][] {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(item.ReleaseVersion, [...(groups.get(item.ReleaseVersion) ?? []), item])
  return [...groups]
}

const ORDER = ['Failed', 'TimedOut', 'Executing', 'Cancelling', 'Queued', 'Canceled', 'Success']

/** The one that people should look at first. */
const worst = (items: readonly Item[]): Item =>
  items.toSorted((a, b) => ORDER.indexOf(a.State) - ORDER.indexOf(b.State))[0]!
