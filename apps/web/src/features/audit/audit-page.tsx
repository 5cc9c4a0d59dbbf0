import type { AuditEvent } from '@flotilla/api'
import { Button, Group } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useSearchParams } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { serverUrl } from '../../api/session.ts'
import { useSpace } from '../../api/space.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { AuditFilters, queryOf } from './audit-filters.tsx'
import { EventMessage } from './event-message.tsx'

const PAGE = 50

/** Who did what, when, and what was there before. */
export function AuditPage() {
  const space = useSpace()
  const [address, setAddress] = useSearchParams()
  const until = address.get('until')
  const asked = queryOf(address)
  const events = useRead(
    ['events', asked, until],
    (client) =>
      client.get<{ Items: readonly AuditEvent[] }>('~/events', {
        ...asked,
        toAutoId: until ?? undefined,
        take: PAGE,
      }),
    { keepsOld: true },
  )
  /** Another choice begins with the newest again. */
  const change = (name: string, value: string | null) =>
    setAddress((before) => {
      const next = new URLSearchParams(before)
      next.delete('until')
      if (value) next.set(name, value)
      else next.delete(name)
      return next
    })
  const csv = new URLSearchParams({ ...JSON.parse(JSON.stringify(asked)), asCsv: 'true' })
  return (
    <Page
      title="Audit"
      about="Who did what, when, and what was there before."
      actions={
        <Button
          component="a"
          variant="default"
          href={`${serverUrl}/api/${space.Id}/events?${csv}`}
          leftSection={<IconDownload size={17} aria-hidden />}
        >
          Download as CSV
        </Button>
      }
    >
      <AuditFilters chosen={(name) => address.get(name)} choose={change} />
      <Loaded of={events} rows={10}>
        {({ Items }) => (
          <>
            <Table label="Events" columns={['When', 'Who', 'What']}>
              {Items.map((event) => (
                <tr key={event.Id}>
                  <td>
                    <Time at={event.Occurred} />
                  </td>
                  <td className="nowrap">
                    {event.Username}
                    <div className="faint small">
                      {event.IdentityEstablishedWith}
                      {event.IpAddress && `, ${event.IpAddress}`}
                    </div>
                  </td>
                  <td>
                    <EventMessage of={event} />
                    <Differences event={event} />
                  </td>
                </tr>
              ))}
            </Table>
            {Items.length === 0 && <p className="faint">Nothing of this kind has happened.</p>}
            <Group>
              {until && (
                <Button variant="default" onClick={() => change('until', null)}>
                  Newest
                </Button>
              )}
              {Items.length === PAGE && (
                <Button
                  variant="default"
                  onClick={() => change('until', String(Number(Items.at(-1)!.Id.split('-')[1]) - 1))}
                >
                  Older
                </Button>
              )}
            </Group>
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** The fields that an event changed, before and after. */
function Differences({ event }: { readonly event: AuditEvent }) {
  const differences = event.ChangeDetails.Differences ?? []
  if (differences.length === 0) return null
  return (
    <details className="small">
      <summary className="faint">
        {differences.length} {differences.length === 1 ? 'field' : 'fields'} changed
      </summary>
      <Table label="Fields that changed" columns={['Field', 'Before', 'After']}>
        {differences.map((difference) => (
          <tr key={difference.path}>
            <td className="mono">{fieldAt(difference.path)}</td>
            <td className="mono bad">{shown(difference.old)}</td>
            <td className="mono good">{shown(difference.value)}</td>
          </tr>
        ))}
      </Table>
    </details>
  )
}

/** `Filter › Roles › 0`, of the JSON pointer `/Filter/Roles/0`. */
const fieldAt = (pointer: string): string =>
  pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join(' › ')

const shown = (value: unknown): string =>
  value === undefined || value === null ? '–' : typeof value === 'string' ? value : JSON.stringify(value)
