import type { Account, NewAccount } from '@flotilla/api'
import { createAccount, replaceAccount } from '@flotilla/api'
import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { fieldProblem, Problem } from '../../ui/problem.tsx'
import { EnvironmentsField } from '../environments/environments-field.tsx'
import { ACCOUNT_KINDS, type AccountField, kindOf } from './account-kinds.ts'
import { SecretField } from './secret-field.tsx'

/** A new account, or one that is changed: then its secrets are not shown, and stay unless others are typed. */
export function AccountForm({
  account,
  kinds = ACCOUNT_KINDS.map(({ type }) => type),
  onClose,
  onDone,
}: {
  readonly account?: Account | undefined
  readonly kinds?: readonly Account['AccountType'][]
  readonly onClose: () => void
  readonly onDone: (account: Account) => void
}) {
  const [name, setName] = useState(account?.Name ?? '')
  const [type, setType] = useState(account?.AccountType ?? kinds[0]!)
  const [environmentIds, setEnvironmentIds] = useState<readonly string[]>(account?.EnvironmentIds ?? [])
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const fields = kindOf(type)?.fields ?? []
  const saving = useChange((client, body: NewAccount) =>
    account ? replaceAccount(client, account, body) : createAccount(client, body),
  )
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    // It may stand in another form, which is not sent by this.
    event.stopPropagation()
    const given = Object.fromEntries(fields.flatMap((field) => sentFor(field, typed[field.name])))
    onDone(await saving.mutateAsync({ Name: name, AccountType: type, EnvironmentIds: [...environmentIds], ...given }))
  }
  const about = kindOf(type)?.use
  return (
    <Modal opened onClose={onClose} title={account ? account.Name : 'A new account'} size="lg">
      <Stack component="form" onSubmit={(event) => void submit(event).catch(() => {})}>
        {saving.error && (
          <Problem error={saving.error} shownAt={['Name', 'EnvironmentIds', ...fields.map((field) => field.name)]} />
        )}
        <TextInput
          label="Name"
          required
          value={name}
          error={fieldProblem(saving.error, 'Name')}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          data-autofocus
        />
        <Select
          label="Kind"
          description={about && `It ${about}.`}
          data={ACCOUNT_KINDS.filter((kind) => kinds.includes(kind.type)).map((kind) => ({
            value: kind.type,
            label: kind.name,
          }))}
          value={type}
          disabled={account !== undefined}
          allowDeselect={false}
          onChange={(value) => setType(value as Account['AccountType'])}
        />
        {fields.map((field) => (
          <Field
            key={`${type} ${field.name}`}
            field={field}
            account={account}
            value={typed[field.name]}
            error={fieldProblem(saving.error, field.name)}
            onChange={(value) => setTyped({ ...typed, [field.name]: value })}
          />
        ))}
        <EnvironmentsField
          label="Only for these environments"
          whenNone="all environments"
          value={environmentIds}
          onChange={setEnvironmentIds}
          error={fieldProblem(saving.error, 'EnvironmentIds')}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={saving.isPending}>
            {account ? 'Save' : 'Make the account'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function Field({
  field,
  account,
  value,
  error,
  onChange,
}: {
  readonly field: AccountField
  readonly account: Account | undefined
  readonly value: string | undefined
  readonly error: string | undefined
  readonly onChange: (value: string) => void
}) {
  const stored = account?.[field.name]
  if (field.isSecret) {
    const isStored = typeof stored === 'object' && stored?.HasValue === true
    return <SecretField field={field} isStored={isStored} value={value ?? ''} error={error} onChange={onChange} />
  }
  return (
    <TextInput
      label={field.label}
      required={!field.isOptional}
      value={value ?? (typeof stored === 'string' ? stored : '')}
      error={error}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}

/** What is sent for a field: nothing for one that was left as it is. */
function sentFor({ name, isSecret }: AccountField, typed: string | undefined): [string, unknown][] {
  if (typed === undefined || (isSecret && typed === '')) return []
  return [[name, isSecret ? { HasValue: true, NewValue: typed } : typed]]
}
