import type { Account, Variable } from '@flotilla/api'

/** A field of an account; a secret one is never shown again. */
export interface AccountField {
  readonly name: 'Username' | 'AccessKey' | 'SubscriptionNumber' | 'ClientId' | 'TenantId' | AccountSecret
  readonly label: string
  readonly isSecret?: true
  readonly isOptional?: true
}
export type AccountSecret = 'Password' | 'PrivateKeyFile' | 'PrivateKeyPassphrase' | 'Token' | 'SecretKey' | 'JsonKey'

/** An account in words, and what a form asks for one. */
export interface AccountKind {
  readonly type: Account['AccountType']
  readonly name: string
  readonly use: string
  readonly fields: readonly AccountField[]
}

const username = { name: 'Username', label: 'User name' } as const

/** The kinds that can be made here. */
export const ACCOUNT_KINDS: readonly AccountKind[] = [
  {
    type: 'SshKeyPair',
    name: 'SSH key pair',
    use: 'signs in on hosts over SSH',
    fields: [
      username,
      { name: 'PrivateKeyFile', label: 'Private key', isSecret: true },
      { name: 'PrivateKeyPassphrase', label: 'Passphrase of the key', isSecret: true, isOptional: true },
    ],
  },
  {
    type: 'UsernamePassword',
    name: 'User name and password',
    use: 'signs in on hosts over SSH, or is read by steps through a variable',
    fields: [username, { name: 'Password', label: 'Password', isSecret: true, isOptional: true }],
  },
  {
    type: 'Token',
    name: 'Token',
    use: 'is read by steps through a variable',
    fields: [{ name: 'Token', label: 'Token', isSecret: true }],
  },
  {
    type: 'AmazonWebServicesAccount',
    name: 'Amazon Web Services',
    use: 'is read by steps through a variable',
    fields: [
      { name: 'AccessKey', label: 'Access key' },
      { name: 'SecretKey', label: 'Secret key', isSecret: true },
    ],
  },
  {
    type: 'AzureServicePrincipal',
    name: 'Azure service principal',
    use: 'is read by steps through a variable',
    fields: [
      { name: 'SubscriptionNumber', label: 'Subscription' },
      { name: 'TenantId', label: 'Tenant' },
      { name: 'ClientId', label: 'Client' },
      { name: 'Password', label: 'Key', isSecret: true, isOptional: true },
    ],
  },
  {
    type: 'GoogleCloudAccount',
    name: 'Google Cloud',
    use: 'is read by steps through a variable',
    fields: [{ name: 'JsonKey', label: 'Key file (JSON)', isSecret: true }],
  },
]

const OTHERS: Readonly<Record<string, string>> = {
  AmazonWebServicesOidcAccount: 'Amazon Web Services by OpenID Connect',
  AzureOidc: 'Azure by OpenID Connect',
  GoogleCloudOidcAccount: 'Google Cloud by OpenID Connect',
  GenericOidcAccount: 'OpenID Connect',
}

export const kindOf = (type: string): AccountKind | undefined => ACCOUNT_KINDS.find((kind) => kind.type === type)

export const nameOfKind = (type: string): string => kindOf(type)?.name ?? OTHERS[type] ?? type

/** The kinds of account that sign in over SSH. */
export const SSH_KINDS = ['SshKeyPair', 'UsernamePassword'] as const

/** The kind of variable that an account is read through; none for one that signs in on hosts only. Source: domain reference 5.1. */
export const VARIABLE_OF: Readonly<Record<Account['AccountType'], Variable['Type'] | undefined>> = {
  SshKeyPair: undefined,
  UsernamePassword: 'UsernamePasswordAccount',
  Token: 'UsernamePasswordAccount',
  AmazonWebServicesAccount: 'AmazonWebServicesAccount',
  AmazonWebServicesOidcAccount: 'AmazonWebServicesAccount',
  AzureServicePrincipal: 'AzureAccount',
  AzureOidc: 'AzureAccount',
  GoogleCloudAccount: 'GoogleCloudAccount',
  GoogleCloudOidcAccount: 'GoogleCloudAccount',
  GenericOidcAccount: 'GenericOidcAccount',
}
