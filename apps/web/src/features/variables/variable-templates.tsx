import type { LibraryVariableSet } from '@flotilla/api'
import { Button, Group, Input, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { ChangeButton } from '../../ui/change-button.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import type { Saving } from '../../ui/form-dialog.tsx'
import { NEW_TEMPLATE, TemplateForm } from './template-form.tsx'
import { FIELD_KINDS } from './value-field.tsx'

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
        <Button
          variant="default"
          leftSection={<IconPlus size={17} aria-hidden />}
          onClick={() => setAt(templates.length)}
        >
          Ask for a value
        </Button>
      </Group>
      {templates.length === 0 ? (
        <p className="faint">Nothing yet.</p>
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Variable</th>
              <th scope="col">Asked as</th>
              <th scope="col">Field</th>
              <th scope="col">Default</th>
              <th scope="col">
                <span className="visually-hidden">Change or remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {templates.map((template, index) => (
              <tr key={template.Id}>
                <td className="mono">{template.Name}</td>
                <td>
                  {template.Label}
                  <div className="faint small">{template.HelpText}</div>
                </td>
                <td>{kindOf(template)}</td>
                <td className="mono">
                  {typeof template.DefaultValue === 'string' ? template.DefaultValue : <Hidden template={template} />}
                </td>
                <td>
                  <Group gap={4} justify="flex-end" wrap="nowrap">
                    <ChangeButton what={template.Name} onClick={() => setAt(index)} />
                    <DeleteButton
                      size="compact-sm"
                      verb="Remove"
                      what={template.Name}
                      deleting={{ ...saving, mutateAsync: () => saving.mutateAsync(templates.toSpliced(index, 1)) }}
                    >
                      The values that tenants have given for it go with it.
                    </DeleteButton>
                  </Group>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
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

const kindOf = ({ DisplaySettings }: Template): string =>
  FIELD_KINDS.find(({ value }) => value === DisplaySettings['Octopus.ControlType'])?.label ?? 'a line of text'

/** A secret default: whether there is one. */
function Hidden({ template: { DefaultValue } }: { readonly template: Template }) {
  const has = (DefaultValue as { readonly HasValue?: boolean } | null | undefined)?.HasValue
  return has ? <span className="faint">••••••• (hidden)</span> : null
}
