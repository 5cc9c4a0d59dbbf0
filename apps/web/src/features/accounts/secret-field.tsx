import { Button, FileButton, Group, PasswordInput, Textarea } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { SECRET_STAYS } from '../../ui/stored-secret.tsx'
import type { AccountField } from './account-kinds.ts'

/** Secrets of many lines, which come in files. */
const FILES: ReadonlySet<string> = new Set(['PrivateKeyFile', 'JsonKey'])

/** A secret that is typed, pasted or read from a file, and never shown once it is stored. */
export function SecretField({
  field: { name, label, isOptional },
  isStored,
  value,
  error,
  onChange,
}: {
  readonly field: AccountField
  readonly isStored: boolean
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (value: string) => void
}) {
  const description = isStored ? SECRET_STAYS : undefined
  const isRequired = !isOptional && !isStored
  if (!FILES.has(name))
    return (
      <PasswordInput
        label={label}
        description={description}
        required={isRequired}
        autoComplete="new-password"
        value={value}
        error={error}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    )
  return (
    <div>
      <Textarea
        label={label}
        description={description ?? 'Paste it, or read it from its file'}
        required={isRequired}
        autosize
        minRows={3}
        maxRows={8}
        spellCheck={false}
        classNames={{ input: 'mono' }}
        value={value}
        error={error}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <Group mt={6}>
        <FileButton onChange={(file) => void file?.text().then(onChange)}>
          {(props) => (
            <Button {...props} size="compact-sm" variant="default" leftSection={<IconUpload size={15} aria-hidden />}>
              Read from a file
            </Button>
          )}
        </FileButton>
      </Group>
    </div>
  )
}
