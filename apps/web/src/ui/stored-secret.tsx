import { PasswordInput } from '@mantine/core'

/** A secret as it is read and sent: whether there is one, and the one that takes its place. */
export interface Secret {
  readonly HasValue?: boolean | null
  readonly NewValue?: string | null
}

/** What is said at a secret that is stored already. */
export const SECRET_STAYS = 'One is stored and not shown; left empty, it stays'

/** A secret that is typed and never shown once it is stored; left empty, the stored one stays. */
export function StoredSecret({
  label,
  stored,
  value,
  error,
  onChange,
}: {
  readonly label: string
  readonly stored: Secret | null | undefined
  readonly value: Secret | null | undefined
  readonly error?: string | undefined
  readonly onChange: (secret: Secret) => void
}) {
  const isStored = stored?.HasValue === true
  return (
    <PasswordInput
      label={label}
      autoComplete="new-password"
      description={isStored ? SECRET_STAYS : undefined}
      value={value?.NewValue ?? ''}
      error={error}
      onChange={({ currentTarget: { value: typed } }) =>
        onChange({ HasValue: typed !== '' || isStored, NewValue: typed || null })
      }
    />
  )
}
