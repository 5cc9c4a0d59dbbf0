import type { Permission } from '@flotilla/domain/access'
import { HttpRefusal } from '../http/errors.ts'
import { type AppRoute, route } from './context.ts'

interface NotOffered {
  readonly method: AppRoute['method']
  readonly path: string
  readonly scope: 'space' | 'system'
  readonly access: Permission | 'signed-in'
  /** 404 for a thing of which there is none, and where the reference asks for it (5.33); else 501 for something to be done. */
  readonly status: 404 | 501
  readonly says: string
}

const inSpace = { scope: 'space' } as const
const onServer = { scope: 'system' } as const
const GIT = 'Nothing is kept in git: projects are stored in the database.'
const CERTIFICATES = 'Certificates are not kept here. Use sensitive variables.'
const FREEZES = 'There are no deployment freezes. To hold a release back, report a defect of it.'
const EPHEMERAL = 'Environments are never made for a while: create one and delete it.'
const TRANSFER = 'Projects are moved between servers with `flotilla export` and `flotilla apply`.'
const KUBERNETES = 'This server does not watch Kubernetes.'
const POLICIES = 'There are no such policies.'

/** What clients know and this server does not do: each says so, and nothing is stored. Source: API reference 4, 5.15, 5.33. */
const NOT_OFFERED: readonly NotOffered[] = [
  { ...inSpace, method: 'POST', path: '/certificates', access: 'CertificateCreate', status: 501, says: CERTIFICATES },
  ...forOne('/certificates/:id', 'CertificateView', 'CertificateEdit', CERTIFICATES),
  { ...inSpace, method: 'POST', path: '/git-credentials', access: 'GitCredentialEdit', status: 404, says: GIT },
  ...forOne('/git-credentials/:id', 'GitCredentialView', 'GitCredentialEdit', GIT),
  { ...inSpace, method: 'POST', path: '/projects/:id/git/convert', access: 'ProjectEdit', status: 501, says: GIT },
  { ...onServer, method: 'POST', path: '/deploymentfreezes', access: 'signed-in', status: 501, says: FREEZES },
  { ...onServer, method: 'GET', path: '/deploymentfreezes/:id', access: 'signed-in', status: 404, says: FREEZES },
  { ...onServer, method: 'PUT', path: '/deploymentfreezes/:id', access: 'signed-in', status: 404, says: FREEZES },
  { ...onServer, method: 'DELETE', path: '/deploymentfreezes/:id', access: 'signed-in', status: 404, says: FREEZES },
  {
    ...inSpace,
    method: 'POST',
    path: '/projects/:id/environments/ephemeral',
    access: 'EnvironmentCreate',
    status: 404,
    says: EPHEMERAL,
  },
  {
    ...inSpace,
    method: 'GET',
    path: '/projects/:id/environments/ephemeral/:environment/status',
    access: 'EnvironmentView',
    status: 404,
    says: EPHEMERAL,
  },
  {
    ...inSpace,
    method: 'POST',
    path: '/projects/:id/environments/ephemeral/:environment/deprovision',
    access: 'EnvironmentEdit',
    status: 404,
    says: EPHEMERAL,
  },
  {
    ...inSpace,
    method: 'POST',
    path: '/environments/ephemeral/:id/deprovision',
    access: 'EnvironmentEdit',
    status: 404,
    says: EPHEMERAL,
  },
  {
    ...inSpace,
    method: 'GET',
    path: '/parentEnvironments/:id',
    access: 'EnvironmentView',
    status: 404,
    says: EPHEMERAL,
  },
  {
    ...inSpace,
    method: 'POST',
    path: '/parentEnvironments',
    access: 'EnvironmentCreate',
    status: 404,
    says: EPHEMERAL,
  },
  {
    ...inSpace,
    method: 'POST',
    path: '/projects/import-export/export',
    access: 'ProjectView',
    status: 501,
    says: TRANSFER,
  },
  {
    ...inSpace,
    method: 'POST',
    path: '/projects/import-export/import',
    access: 'ProjectCreate',
    status: 501,
    says: TRANSFER,
  },
  ...['/retentionpolicies', '/approvalpolicies', '/servertaskapprovals'].map(
    (path): NotOffered => ({ ...inSpace, method: 'GET', path, access: 'signed-in', status: 404, says: POLICIES }),
  ),
  { ...onServer, method: 'GET', path: '/ratelimitingpolicies', access: 'signed-in', status: 404, says: POLICIES },
  {
    ...inSpace,
    method: 'GET',
    path: '/observability/kubernetes-monitors/:id',
    access: 'signed-in',
    status: 404,
    says: KUBERNETES,
  },
  {
    ...inSpace,
    method: 'POST',
    path: '/observability/logs/sessions',
    access: 'signed-in',
    status: 404,
    says: KUBERNETES,
  },
  {
    ...inSpace,
    method: 'GET',
    path: '/projects/:id/environments/:environment/untenanted/livestatus',
    access: 'ProjectView',
    status: 404,
    says: KUBERNETES,
  },
  {
    ...inSpace,
    method: 'GET',
    path: '/packages/:package/:version/delta-signature',
    access: 'FeedView',
    status: 404,
    says: 'There are no signatures of packages. Upload the whole file to packages/raw.',
  },
  {
    ...inSpace,
    method: 'POST',
    path: '/packages/:package/:base/delta',
    access: 'BuiltInFeedPush',
    status: 501,
    says: 'Differences of packages cannot be uploaded. Upload the whole file to packages/raw.',
  },
  {
    ...onServer,
    method: 'GET',
    path: '/serverstatus/logs',
    access: 'ConfigureServer',
    status: 501,
    says: 'The server writes its log to standard output and keeps none.',
  },
  {
    ...onServer,
    method: 'GET',
    path: '/serverstatus/system-report',
    access: 'ConfigureServer',
    status: 501,
    says: 'There is no report. See serverstatus/system-info, octopusservernodes/summary and /metrics.',
  },
  {
    ...onServer,
    method: 'POST',
    path: '/serverstatus/gc-collect',
    access: 'ConfigureServer',
    status: 501,
    says: 'The server frees its memory by itself.',
  },
]

/** Reading, replacing and deleting one of what there is none of. */
function forOne(path: string, view: Permission, edit: Permission, says: string): readonly NotOffered[] {
  const common = { ...inSpace, path, status: 404, says } as const
  return [
    { ...common, method: 'GET', access: view },
    { ...common, method: 'PUT', access: edit },
    { ...common, method: 'DELETE', access: edit },
  ]
}

export const notOfferedRoutes = (): AppRoute[] =>
  NOT_OFFERED.map(({ says, status, ...declared }) =>
    route({
      ...declared,
      tags: ['Not offered'],
      summary: says,
      // A file is refused as well as anything else, and is not read.
      takesBytes: declared.method === 'POST' || declared.method === 'PUT',
      refusals: [status],
      response: 'nothing',
      handler: async () => {
        throw new HttpRefusal(status, says)
      },
    }),
  )
