import { type TProperties, Type } from 'typebox'
import { canonicalId } from '../../database/ids.ts'
import { explainFingerprint, parseFingerprint } from '../../execution/index.ts'
import { OneOf } from '../fields.ts'

/** Clients crash on a list that holds a style they do not know: these and no others. Source: API reference 5.13. */
export const COMMUNICATION_STYLES = [
  'None',
  'TentaclePassive',
  'TentacleActive',
  'Ssh',
  'OfflineDrop',
  'Kubernetes',
  'KubernetesTentacle',
  'AzureWebApp',
  'AzureServiceFabricCluster',
  'AwsEcsCluster',
] as const
export type CommunicationStyle = (typeof COMMUNICATION_STYLES)[number]

const text = () => Type.Optional(Type.String())

/** The fields that the server reads; those of other styles are kept as they are sent. */
const fields: TProperties = {
  CommunicationStyle: OneOf(COMMUNICATION_STYLES),
  DefaultWorkerPoolId: text(),
  Uri: text(),
  Thumbprint: text(),
  ProxyId: text(),
  CertificateSignatureAlgorithm: text(),
  AccountId: text(),
  Host: text(),
  Port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
  Fingerprint: text(),
  JumpHostMachineId: text(),
  DotNetCorePlatform: text(),
  ApplicationsDirectory: text(),
  OctopusWorkingDirectory: text(),
}
const { CommunicationStyle: style, ...others } = fields
export const Endpoint = () =>
  Type.Object({ CommunicationStyle: Type.Union(COMMUNICATION_STYLES.map((name) => Type.Literal(name))), ...others } as {
    CommunicationStyle: typeof style
  } & TProperties)

export type EndpointBody = Readonly<Record<string, unknown>> & { readonly CommunicationStyle: CommunicationStyle }

type Rule = (endpoint: EndpointBody) => string | undefined

const needs =
  (field: string): Rule =>
  (endpoint) =>
    isText(endpoint[field]) ? undefined : `Endpoint.${field}: is required for ${endpoint.CommunicationStyle}.`

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

const isMd5 = (text: string): boolean => {
  const parsed = parseFingerprint(text)
  return !parsed.ok && parsed.error === 'md5'
}

/** A `Uri` that no client can parse would spoil every list it is in. */
const hasUri =
  (form: RegExp, example: string): Rule =>
  ({ Uri }) =>
    !isText(Uri) || (form.test(Uri) && URL.canParse(Uri))
      ? undefined
      : `Endpoint.Uri: '${Uri}' must have the form ${example}.`

const RULES: Partial<Record<CommunicationStyle, readonly Rule[]>> = {
  TentaclePassive: [needs('Uri'), needs('Thumbprint'), hasUri(/^https:\/\//i, 'https://host:10933/')],
  TentacleActive: [needs('Uri'), needs('Thumbprint'), hasUri(/^poll:\/\//i, 'poll://name/')],
  Ssh: [
    needs('AccountId'),
    hasUri(/^ssh:\/\//i, 'ssh://host:22/'),
    ({ Host, Uri }) => (isText(Host) || isText(Uri) ? undefined : 'Endpoint.Host: is required for Ssh.'),
    // What is no fingerprint at all matches no host, and is said when it is used; clients store anything there.
    ({ Fingerprint }) =>
      isText(Fingerprint) && isMd5(Fingerprint)
        ? `Endpoint.Fingerprint: ${explainFingerprint(Fingerprint, 'md5')}.`
        : undefined,
  ],
}

/** What is wrong with an endpoint, one sentence each. */
export const endpointProblems = (endpoint: EndpointBody): string[] =>
  (RULES[endpoint.CommunicationStyle] ?? []).flatMap((rule) => rule(endpoint) ?? [])

/** Fields that name another document; what they name is looked for by its id as it is stored. */
const REFERENCES = ['AccountId', 'ProxyId', 'JumpHostMachineId', 'DefaultWorkerPoolId'] as const

/** An endpoint with every field that its style has, as a GET shows it. Expects one without problems. */
export function completeEndpoint(given: EndpointBody): EndpointBody {
  const references = REFERENCES.filter((field) => isText(given[field])).map((field) => [
    field,
    canonicalId(given[field] as string),
  ])
  const endpoint: EndpointBody = { ...given, ...Object.fromEntries(references) }
  return { Id: null, ...endpoint, ...fieldsOf(endpoint), Links: {} }
}

const TENTACLE_VERSION = { UpgradeLocked: false, Version: '', UpgradeSuggested: false, UpgradeRequired: false }

function fieldsOf(endpoint: EndpointBody): Readonly<Record<string, unknown>> {
  const orNull = (field: string) => ({ [field]: endpoint[field] ?? null })
  switch (endpoint.CommunicationStyle) {
    case 'None':
      return { DefaultWorkerPoolId: endpoint.DefaultWorkerPoolId ?? '' }
    case 'TentaclePassive':
      return {
        ...orNull('ProxyId'),
        ...orNull('CertificateSignatureAlgorithm'),
        TentacleVersionDetails: endpoint.TentacleVersionDetails ?? TENTACLE_VERSION,
      }
    case 'TentacleActive':
      return { TentacleVersionDetails: endpoint.TentacleVersionDetails ?? TENTACLE_VERSION }
    case 'Ssh': {
      const given = isText(endpoint.Uri) ? new URL(endpoint.Uri) : undefined
      const host = isText(endpoint.Host) ? endpoint.Host : given!.hostname
      const port = endpoint.Port ?? (Number(given?.port) || 22)
      return {
        Host: host,
        Port: port,
        Uri: `ssh://${host}:${port}/`,
        Fingerprint: endpoint.Fingerprint ?? '',
        ...orNull('ProxyId'),
        ...orNull('JumpHostMachineId'),
        ...orNull('DotNetCorePlatform'),
      }
    }
    default:
      return {}
  }
}
