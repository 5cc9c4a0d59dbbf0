import type { Schema } from '@flotilla/api'
import { Button, Group, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useChange, useRead } from '../../api/queries.ts'
import { ChangeButton } from '../../ui/change-button.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Loaded } from '../../ui/page.tsx'
import { LibraryFrame } from '../library/library-frame.tsx'
import { type FeedDraft, FeedForm, NEW_FEED } from './feed-form.tsx'

type Feed = Schema<'Feed'>

/** Where packages come from. */
export function FeedsPage() {
  const feeds = useRead(['feeds'], (client) => client.all<Feed>('~/feeds'))
  const [edited, setEdited] = useState<FeedDraft | Feed>()
  return (
    <LibraryFrame
      part="feeds"
      actions={
        <Button onClick={() => setEdited(NEW_FEED)} leftSection={<IconPlus size={17} aria-hidden />}>
          Add a feed
        </Button>
      }
    >
      <Stack>
        <Text className="faint">
          Steps take packages from the built-in feed. Other feeds are kept with their credentials, but not asked yet.
        </Text>
        <Loaded of={feeds}>
          {(all) => (
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Type</th>
                  <th scope="col">Address</th>
                  <th scope="col">
                    <span className="visually-hidden">Change or delete</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {all.map((feed) => (
                  <One key={feed.Id} feed={feed} onChange={() => setEdited(feed)} />
                ))}
              </tbody>
            </table>
          )}
        </Loaded>
      </Stack>
      {edited && <FeedForm feed={edited} onClose={() => setEdited(undefined)} />}
    </LibraryFrame>
  )
}

function One({ feed, onChange }: { readonly feed: Feed; readonly onChange: () => void }) {
  const deleting = useChange((client, _: undefined) => client.delete(`~/feeds/${feed.Id}`))
  const isBuiltIn = feed.FeedType === 'BuiltIn'
  return (
    <tr>
      <td>{feed.Name}</td>
      <td>{isBuiltIn ? 'built in' : feed.FeedType}</td>
      <td className="mono">{feed.FeedUri}</td>
      <td>
        <Group gap={4} justify="flex-end" wrap="nowrap">
          <ChangeButton what={feed.Name} onClick={onChange} />
          {!isBuiltIn && <DeleteButton size="compact-sm" what={`the feed ${feed.Name}`} deleting={deleting} />}
        </Group>
      </td>
    </tr>
  )
}
