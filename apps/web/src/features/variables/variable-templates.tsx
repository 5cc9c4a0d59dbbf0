import type { LibraryVariableSet } from '@flotilla/api'
import { Group, Input, Title } from '@mantine/core'
import { useState } from 'react'
import { AddButton } from '../../ui/add-button.tsx'
import { ChangeButton } from '../../ui/change-button.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import type { Saving } from '../../ui/use-form.ts'
import { kindOf } from './display-fields.tsx'
import { NEW_TEMPLATE, TemplateForm } from './template-form.tsx'
import { FIELD_KINDS } from './value-field.tsx'
import { VariableValue } from './variable-value.tsx'

export type Template = LibraryVariableSet['Templates'][number]

/** What tenants are asked for. Each change saves the whole list. */
export function VariableTemplates({
  about,
  templates,
  saving,
}: {
  readonly about: string
  readonly templates: readonly Template[]
  readonly saving: Saving<readonly Template[]>
}) {
  const [at, setAt] = useState<number>()
  return (
    <section aria-label="Asked of tenants">
      <Group justify="space-between" mb="xs">
        <div>
          <Title order={2}>Asked of tenants</Title>
          <Input.Description component="div">{about}</Input.Description>
        </div>
        <AddButton variant="default" onClick={() => setAt(templates.length)}>
          Ask for a value
        </AddButton>
      </Group>
      {templates.length === 0 ? (
        <p className="faint">Nothing yet.</p>
      ) : (
        <Table label="Asked of tenants" columns={['Variable', 'Asked as', 'Field', 'Default']} doing="Change or remove">
          {templates.map((template, index) => (
            <tr key={template.Id}>
              <td className="mono">{template.Name}</td>
              <td>
                {template.Label}
                <div className="faint small">{template.HelpText}</div>
              </td>
              <td>{fieldOf(template)}</td>
              <td>
                <Default of={template} />
              </td>
              <Doing>
                <ChangeButton what={template.Name} onClick={() => setAt(index)} />
                <DeleteButton
                  size="compact-sm"
                  verb="Remove"
                  what={template.Name}
                  deleting={{ ...saving, mutateAsync: () => saving.mutateAsync(templates.toSpliced(index, 1)) }}
                >
                  The values that tenants have given for it go with it.
                </DeleteButton>
              </Doing>
            </tr>
          ))}
        </Table>
      )}
      {at !== undefined && (
        <TemplateForm
          template={templates[at] ?? NEW_TEMPLATE}
          place={at}
          saving={{
            ...saving,
            mutateAsync: (given) => saving.mutateAsync(templates.toSpliced(at, 1, given)),
          }}
          onClose={() => setAt(undefined)}
        />
      )}
    </section>
  )
}

const fieldOf = ({ DisplaySettings }: Template): string =>
  FIELD_KINDS.find(({ value }) => value === kindOf(DisplaySettings))?.label ?? ''

/** The value for tenants that give none; of a secret one only whether it is there. */
function Default({ of: { DefaultValue, DisplaySettings } }: { readonly of: Template }) {
  if (typeof DefaultValue === 'string') return <VariableValue of={DefaultValue} kind={kindOf(DisplaySettings)} />
  const isThere = (DefaultValue as { readonly HasValue?: boolean } | null | undefined)?.HasValue
  return isThere ? <VariableValue of={null} kind="Sensitive" /> : null
}
