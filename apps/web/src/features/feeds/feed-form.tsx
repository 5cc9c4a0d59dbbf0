import type { Schema } from '@flotilla/api'
import { NumberInput, PasswordInput, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { fieldProblem } from '../../ui/problem.tsx'

type Feed = Schema<'Feed'>
export type FeedDraft = Pick<Feed, 'Name' | 'FeedType'> &
  Partial<Pick<Feed, 'FeedUri' | 'Username' | 'Password' | 'DeleteUnreleasedPackagesAfterDays'>>

export const NEW_FEED: FeedDraft = { Name: '', FeedType: 'NuGet', FeedUri: '', Username: '' }

const TYPES: readonly Feed['FeedType'][] = [
  ...(['NuGet', 'Docker', 'Maven', 'GitHub', 'Helm', 'OciRegistry', 'ArtifactoryGeneric', 'Npm', 'PyPi'] as const),
  ...(['AwsElasticContainerRegistry', 'AzureContainerRegistry', 'GoogleContainerRegistry'] as const),
  ...(['S3', 'GcsStorage'] as const),
]

/** A feed to be added, or one that is stored. */
export function FeedForm({ feed, onClose }: { readonly feed: FeedDraft | Feed; readonly onClose: () => void }) {
  const [draft, setDraft] = useState<FeedDraft>(feed)
  const saving = useChange((client, given: FeedDraft) =>
    'Id' in feed ? client.put<Feed>(`~/feeds/${feed.Id}`, given) : client.post<Feed>('~/feeds', given),
  )
  const change = (part: Partial<FeedDraft>) => setDraft({ ...draft, ...part })
  const { error } = saving
  return (
    <FormDialog
      title={'Id' in feed ? feed.Name : 'A new feed'}
      verb="Save"
      value={draft}
      saving={saving}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        required
        value={draft.Name}
        error={fieldProblem(error, 'Name')}
        onChange={({ currentTarget }) => change({ Name: currentTarget.value })}
        data-autofocus
      />
      {draft.FeedType === 'BuiltIn' ? (
        <NumberInput
          label="Packages that no release uses are deleted after so many days"
          placeholder="as the space says"
          min={1}
          allowDecimal={false}
          value={draft.DeleteUnreleasedPackagesAfterDays ?? ''}
          error={fieldProblem(error, 'DeleteUnreleasedPackagesAfterDays')}
          onChange={(days) => change({ DeleteUnreleasedPackagesAfterDays: days === '' ? null : Number(days) })}
        />
      ) : (
        <>
          <Select
            label="Type"
            data={[...TYPES]}
            value={draft.FeedType}
            allowDeselect={false}
            disabled={'Id' in feed}
            onChange={(type) => change({ FeedType: type as Feed['FeedType'] })}
          />
          <TextInput
            label="Address"
            placeholder="https://packages.example.com/v3/index.json"
            value={draft.FeedUri ?? ''}
            error={fieldProblem(error, 'FeedUri')}
            onChange={({ currentTarget }) => change({ FeedUri: currentTarget.value })}
          />
          <TextInput
            label="User name"
            autoComplete="off"
            value={draft.Username ?? ''}
            onChange={({ currentTarget }) => change({ Username: currentTarget.value })}
          />
          <PasswordInput
            label="Password"
            autoComplete="new-password"
            description={draft.Password?.HasValue ? 'Left empty, the stored one stays' : undefined}
            value={draft.Password?.NewValue ?? ''}
            onChange={({ currentTarget: { value } }) =>
              change({
                Password: { HasValue: value !== '' || (feed.Password?.HasValue ?? false), NewValue: value || null },
              })
            }
          />
        </>
      )}
    </FormDialog>
  )
}
