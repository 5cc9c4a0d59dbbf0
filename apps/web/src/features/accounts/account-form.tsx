import type { Account, NewAccount } from '@flotilla/api'
import { createAccount, replaceAccount } from '@flotilla/api'
import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
import { useForm } from '../../ui/use-form.ts'
import { EnvironmentsField } from '../environments/environments-field.tsx'
import { ACCOUNT_KINDS, type AccountField, kindOf } from './account-kinds.ts'
import { SecretField } from './secret-field.tsx'

type Draft = Pick<Account, 'Name' | 'AccountType' | 'EnvironmentIds'>

/**
 * A new account, or one that is changed: then its secrets are not shown, and stay unless others are typed. `onMade` is told the
 * account that is stored.
 */
export function AccountForm({
  account,
  kinds = ACCOUNT_KINDS.map(({ type }) => type),
  onClose,
  onMade,
}: {
  readonly account?: Account | undefined
  readonly kinds?: readonly Account['AccountType'][]
  readonly onClose: () => void
  readonly onMade?: (account: Account) => void
}) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const saving = useChange(async (client, draft: Draft) => {
    const given = Object.fromEntries(
      fieldsOfKind(draft.AccountType).flatMap((field) => sentFor(field, typed[field.name])),
    )
    const body: NewAccount = { ...draft, EnvironmentIds: [...draft.EnvironmentIds], ...given }
    const stored = await (account ? replaceAccount(client, account, body) : createAccount(client, body))
    onMade?.(stored)
  })
  const form = useForm<Draft>(
    {
      Name: account?.Name ?? '',
      AccountType: account?.AccountType ?? kinds[0]!,
      EnvironmentIds: account?.EnvironmentIds ?? [],
    },
    saving,
  )
  const { AccountType: type } = form.draft
  const fields = fieldsOfKind(type)
  const about = kindOf(type)?.use
  return (
    <FormDialog
      title={account ? account.Name : 'A new account'}
      verb={account ? 'Save' : 'Make the account'}
      form={form}
      shownAt={fields.map(({ name }) => name)}
      onClose={onClose}
    >
      <TextInput label="Name" required {...form.text('Name')} data-autofocus />
      <Select
        label="Kind"
        description={about && `It ${about}.`}
        data={ACCOUNT_KINDS.filter((kind) => kinds.includes(kind.type)).map((kind) => ({
          value: kind.type,
          label: kind.name,
        }))}
        disabled={account !== undefined}
        {...form.option('AccountType')}
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
        {...form.field('EnvironmentIds')}
      />
    </FormDialog>
  )
}

const fieldsOfKind = (type: string): readonly AccountField[] => kindOf(type)?.fields ?? []

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
