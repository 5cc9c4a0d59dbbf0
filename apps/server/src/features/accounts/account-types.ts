import type { PointedThing, VariableType } from '@flotilla/domain/variables'

interface AccountType {
  /** Fields that a GET shows. */
  readonly plain: readonly string[]
  /** Fields that are kept apart. */
  readonly secret: readonly string[]
  readonly required: readonly string[]
  /** The kind of variable that may point to it; null for accounts that only targets use. */
  readonly variableType: VariableType | null
  /** What a variable `Name` that points to it expands to: `Name.<left>` from the field on the right. */
  readonly properties: Readonly<Record<string, string>>
}

const azure = {
  plain: ['SubscriptionNumber', 'ClientId', 'TenantId', 'AzureEnvironment'],
  required: ['SubscriptionNumber', 'ClientId', 'TenantId'],
  variableType: 'AzureAccount',
  properties: { SubscriptionNumber: 'SubscriptionNumber', Client: 'ClientId', TenantId: 'TenantId' },
} as const
const openId = ['Audience']

/** Every kind of account with its fields. Source: API reference 5.30, 9; domain reference 5.1. */
export const ACCOUNT_TYPES = {
  UsernamePassword: {
    plain: ['Username'],
    secret: ['Password'],
    required: ['Username'],
    variableType: 'UsernamePasswordAccount',
    properties: { Username: 'Username', Password: 'Password' },
  },
  SshKeyPair: {
    plain: ['Username'],
    secret: ['PrivateKeyFile', 'PrivateKeyPassphrase'],
    required: ['Username', 'PrivateKeyFile'],
    variableType: null,
    properties: {},
  },
  // The wire has no type of variable for tokens alone; they go where user names with passwords go.
  Token: {
    plain: [],
    secret: ['Token'],
    required: ['Token'],
    variableType: 'UsernamePasswordAccount',
    properties: { Token: 'Token' },
  },
  AmazonWebServicesAccount: {
    plain: ['AccessKey', 'Region'],
    secret: ['SecretKey'],
    required: ['AccessKey', 'SecretKey'],
    variableType: 'AmazonWebServicesAccount',
    properties: { AccessKey: 'AccessKey', SecretKey: 'SecretKey' },
  },
  AmazonWebServicesOidcAccount: {
    plain: ['RoleArn', 'Region', ...openId],
    secret: [],
    required: ['RoleArn'],
    variableType: 'AmazonWebServicesAccount',
    properties: { RoleArn: 'RoleArn', Audience: 'Audience' },
  },
  AzureServicePrincipal: {
    ...azure,
    secret: ['Password'],
    properties: { ...azure.properties, Password: 'Password' },
  },
  AzureOidc: { ...azure, plain: [...azure.plain, ...openId], secret: [] },
  GoogleCloudAccount: {
    plain: [],
    secret: ['JsonKey'],
    required: ['JsonKey'],
    variableType: 'GoogleCloudAccount',
    properties: { JsonKey: 'JsonKey' },
  },
  GoogleCloudOidcAccount: {
    plain: openId,
    secret: [],
    required: [],
    variableType: 'GoogleCloudAccount',
    properties: { Audience: 'Audience' },
  },
  GenericOidcAccount: {
    plain: openId,
    secret: [],
    required: [],
    variableType: 'GenericOidcAccount',
    properties: { Audience: 'Audience' },
  },
} as const satisfies Record<string, AccountType>

export type AccountTypeName = keyof typeof ACCOUNT_TYPES
export const ACCOUNT_TYPE_NAMES = Object.keys(ACCOUNT_TYPES) as AccountTypeName[]

export const accountType = (name: unknown): AccountType => ACCOUNT_TYPES[name as AccountTypeName]

const gather = (of: 'plain' | 'secret') => [...new Set(Object.values(ACCOUNT_TYPES).flatMap((type) => type[of]))]
export const PLAIN_FIELDS: readonly string[] = gather('plain')
export const SECRET_FIELDS: readonly string[] = gather('secret')

/** Lists of what a token may be asked for; every OpenID Connect account has them. */
export const SUBJECT_KEYS = ['DeploymentSubjectKeys', 'HealthCheckSubjectKeys', 'AccountTestSubjectKeys'] as const
export const hasSubjectKeys = (name: unknown): boolean => /oidc/i.test(String(name))

/** An account as variables see it. */
export function pointedAccount(
  account: Readonly<Record<string, unknown>>,
  secrets: ReadonlyMap<string, string>,
): PointedThing {
  const { variableType, properties, secret } = accountType(account.AccountType)
  return {
    id: account.Id as string,
    name: account.Name as string,
    types: variableType ? [variableType] : [],
    properties: [
      { name: 'AccountType', value: String(account.AccountType), isSensitive: false },
      ...Object.entries(properties).map(([name, field]) => ({
        name,
        value: secrets.get(field) ?? (typeof account[field] === 'string' ? account[field] : ''),
        isSensitive: secret.includes(field),
      })),
    ],
  }
}
