import type { Schema } from '@flotilla/api'
import { Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useDeletion, useRead } from '../../api/queries.ts'
import { AddButton } from '../../ui/add-button.tsx'
import { ChangeButton } from '../../ui/change-button.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { LibraryFrame } from '../library/library-frame.tsx'
import { type FeedDraft, FeedForm, NEW_FEED } from './feed-form.tsx'

type Feed = Schema<'Feed'>

/** Where packages come from. */
export function FeedsPage() {
  const feeds = useRead(['feeds'], (client) => client.all<Feed>('~/feeds'))
  const [edited, setEdited] = useState<FeedDraft | Feed>()
  return (
    <LibraryFrame part="feeds" actions={<AddButton onClick={() => setEdited(NEW_FEED)}>Add a feed</AddButton>}>
      <Stack>
        <Text className="faint">
          Steps take packages from the built-in feed. Other feeds are kept with their credentials, but not asked yet.
        </Text>
        <Loaded of={feeds}>
          {(all) => (
            <Table label="Feeds" columns={['Name', 'Type', 'Address']} doing="Change or delete">
              {all.map((feed) => (
                <One key={feed.Id} feed={feed} onChange={() => setEdited(feed)} />
              ))}
            </Table>
          )}
        </Loaded>
      </Stack>
      {edited && <FeedForm feed={edited} onClose={() => setEdited(undefined)} />}
    </LibraryFrame>
  )
}

function One({ feed, onChange }: { readonly feed: Feed; readonly onChange: () => void }) {
  const deleting = useDeletion(`~/feeds/${feed.Id}`)
  const isBuiltIn = feed.FeedType === 'BuiltIn'
  return (
    <tr>
      <td>{feed.Name}</td>
      <td>{isBuiltIn ? 'built in' : feed.FeedType}</td>
      <td className="mono">{feed.FeedUri}</td>
      <Doing>
        <ChangeButton what={feed.Name} onClick={onChange} />
        {!isBuiltIn && <DeleteButton size="compact-sm" what={`the feed ${feed.Name}`} deleting={deleting} />}
      </Doing>
    </tr>
  )
}
