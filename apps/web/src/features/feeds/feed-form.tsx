import type { Schema } from '@flotilla/api'
import { NumberInput, Select, TextInput } from '@mantine/core'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { StoredSecret } from '../../ui/stored-secret.tsx'
import { useForm } from '../../ui/use-form.ts'

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
  const saving = useChange((client, given: FeedDraft) =>
    'Id' in feed ? client.put<Feed>(`~/feeds/${feed.Id}`, given) : client.post<Feed>('~/feeds', given),
  )
  const form = useForm<FeedDraft>(feed, saving)
  const { draft, change } = form
  return (
    <FormDialog title={'Id' in feed ? feed.Name : 'A new feed'} verb="Save" form={form} onClose={onClose}>
      <TextInput label="Name" required {...form.text('Name')} data-autofocus />
      {draft.FeedType === 'BuiltIn' ? (
        <NumberInput
          label="Packages that no release uses are deleted after so many days"
          placeholder="as the space says"
          min={1}
          allowDecimal={false}
          {...form.field('DeleteUnreleasedPackagesAfterDays')}
          value={draft.DeleteUnreleasedPackagesAfterDays ?? ''}
          onChange={(days) => change({ DeleteUnreleasedPackagesAfterDays: days === '' ? null : Number(days) })}
        />
      ) : (
        <>
          <Select label="Type" data={[...TYPES]} {...form.option('FeedType')} disabled={'Id' in feed} />
          <TextInput
            label="Address"
            placeholder="https://packages.example.com/v3/index.json"
            {...form.text('FeedUri')}
          />
          <TextInput label="User name" autoComplete="off" {...form.text('Username')} />
          <StoredSecret label="Password" stored={feed.Password} {...form.field('Password')} />
        </>
      )}
    </FormDialog>
  )
}
