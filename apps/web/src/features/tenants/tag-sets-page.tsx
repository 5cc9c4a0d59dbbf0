import type { Schema } from '@flotilla/api'
import { Badge, ColorSwatch, Group } from '@mantine/core'
import { IconTags } from '@tabler/icons-react'
import { useState } from 'react'
import { useDeletion } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { AddButton } from '../../ui/add-button.tsx'
import { ChangeButton } from '../../ui/change-button.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Prose } from '../../ui/prose.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { NEW_TAG_SET, type TagSetDraft, TagSetForm } from './tag-set-form.tsx'
import { useTagSets } from './tenants-field.tsx'

type TagSet = Schema<'TagSet'>

/** The words by which tenants and others are grouped. */
export function TagSetsPage() {
  const to = useTo()
  const sets = useTagSets()
  const [edited, setEdited] = useState<TagSetDraft | TagSet>()
  return (
    <Page
      title="Tag sets"
      crumbs={[{ name: 'Tenants', to: to('tenants') }]}
      about="Deployments, channels, targets and variables can be for all tenants that have a tag."
      actions={<AddButton onClick={() => setEdited(NEW_TAG_SET)}>Add a tag set</AddButton>}
    >
      <Loaded of={sets}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon={IconTags} title="No tag sets yet">
              A set like Region with the tags Europe and America says something about tenants that steps, channels and
              targets can go by.
            </Empty>
          ) : (
            <Table label="Tag sets" columns={['Name', 'Tags', 'About']} doing="Change or delete">
              {all.map((set) => (
                <One key={set.Id} set={set} onChange={() => setEdited(set)} />
              ))}
            </Table>
          )
        }
      </Loaded>
      {edited && <TagSetForm set={edited} onClose={() => setEdited(undefined)} />}
    </Page>
  )
}

function One({ set, onChange }: { readonly set: TagSet; readonly onChange: () => void }) {
  const deleting = useDeletion(`~/tagsets/${set.Id}`)
  return (
    <tr>
      <td>{set.Name}</td>
      <td>
        <Group gap={4}>
          {set.Tags.map(({ Id, Name, Color }) => (
            <Badge
              key={Id}
              variant="default"
              tt="none"
              fw={500}
              leftSection={<ColorSwatch color={Color} size={10} withShadow={false} />}
            >
              {Name}
            </Badge>
          ))}
        </Group>
      </td>
      <td className="faint">
        <Prose text={set.Description} />
      </td>
      <Doing>
        <ChangeButton what={set.Name} onClick={onChange} />
        <DeleteButton size="compact-sm" what={`the tag set ${set.Name}`} deleting={deleting} />
      </Doing>
    </tr>
  )
}
