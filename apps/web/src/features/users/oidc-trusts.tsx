import type { Schema } from '@flotilla/api'
import { Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useChange, useDeletion, useRead } from '../../api/queries.ts'
import { AddButton } from '../../ui/add-button.tsx'
import { ChangeButton } from '../../ui/change-button.tsx'
import { Command } from '../../ui/command.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { useForm } from '../../ui/use-form.ts'

type Trusts = Schema<'ServiceAccountOidcIdentities'>
type Trust = Schema<'ServiceAccountOidcIdentity'>
type Draft = Pick<Trust, 'Name' | 'Issuer' | 'Subject' | 'Audience'>

const NEW_TRUST: Draft = { Name: '', Issuer: '', Subject: '', Audience: '' }

const pathOf = (accountId: string) => `/api/serviceaccounts/${accountId}/oidcidentities`

/** The build servers that act as a service account without a stored key: whose tokens are believed, and for what. */
export function OidcTrusts({ accountId }: { readonly accountId: string }) {
  const trusts = useRead(['oidc-trusts', accountId], (client) => client.get<Trusts>(`${pathOf(accountId)}/v1`))
  const [edited, setEdited] = useState<Draft | Trust>()
  return (
    <Stack>
      <AddButton variant="default" mr="auto" onClick={() => setEdited(NEW_TRUST)}>
        Trust a build server
      </AddButton>
      <Loaded of={trusts} rows={2}>
        {({ ExternalId, OidcIdentities }) => (
          <>
            {OidcIdentities.length === 0 ? (
              <p className="faint">None yet. A build server that shows a token of its own needs no key.</p>
            ) : (
              <Table
                label="Trusted issuers"
                columns={['Name', 'Issuer', 'Subject', 'Audience']}
                doing="Change or delete"
              >
                {OidcIdentities.map((trust) => (
                  <One key={trust.Id} trust={trust} onChange={() => setEdited(trust)} />
                ))}
              </Table>
            )}
            <div>
              <Text className="faint">Build servers name this account by</Text>
              <Command what="id">{ExternalId}</Command>
            </div>
          </>
        )}
      </Loaded>
      {edited && <TrustForm accountId={accountId} trust={edited} onClose={() => setEdited(undefined)} />}
    </Stack>
  )
}

function One({ trust, onChange }: { readonly trust: Trust; readonly onChange: () => void }) {
  const deleting = useDeletion(`${pathOf(trust.ServiceAccountId)}/${trust.Id}/v1`)
  return (
    <tr>
      <td>{trust.Name}</td>
      <td className="mono">{trust.Issuer}</td>
      <td className="mono">{trust.Subject}</td>
      <td>
        {trust.Audience ? <span className="mono">{trust.Audience}</span> : <span className="faint">its id here</span>}
      </td>
      <Doing>
        <ChangeButton what={trust.Name} onClick={onChange} />
        <DeleteButton size="compact-sm" what={`the trust ${trust.Name}`} deleting={deleting}>
          The tokens that were given for it end at once.
        </DeleteButton>
      </Doing>
    </tr>
  )
}

function TrustForm({
  accountId,
  trust,
  onClose,
}: {
  readonly accountId: string
  readonly trust: Draft | Trust
  readonly onClose: () => void
}) {
  const saving = useChange((client, given: Draft) =>
    'Id' in trust
      ? client.put(`${pathOf(accountId)}/${trust.Id}/v1`, given)
      : client.post(`${pathOf(accountId)}/create/v1`, given),
  )
  const { Name, Issuer, Subject, Audience } = trust
  const form = useForm<Draft>({ Name, Issuer, Subject, Audience }, saving)
  return (
    <FormDialog
      title={'Id' in trust ? trust.Name : 'Trust a build server'}
      verb={'Id' in trust ? 'Save' : 'Trust it'}
      form={form}
      onClose={onClose}
    >
      <TextInput label="Name" description="What it is for" required {...form.text('Name')} data-autofocus />
      <TextInput
        label="Issuer"
        description="The address of whoever signs the tokens"
        placeholder="https://token.actions.githubusercontent.com"
        required
        className="mono-input"
        {...form.text('Issuer')}
      />
      <TextInput
        label="Subject"
        description="Whom a token must be about, to the letter"
        placeholder="repo:acme/shop:ref:refs/heads/main"
        required
        className="mono-input"
        {...form.text('Subject')}
      />
      <TextInput
        label="Audience"
        description="Whom a token must be meant for; left empty, this account by its id"
        className="mono-input"
        {...form.text('Audience')}
      />
    </FormDialog>
  )
}
