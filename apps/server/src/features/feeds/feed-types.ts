/** Feeds that people may add. Source: API reference 9. */
export const EXTERNAL_FEED_TYPES = [
  ...(['NuGet', 'Docker', 'Maven', 'GitHub', 'Helm', 'OciRegistry', 'AwsElasticContainerRegistry', 'S3'] as const),
  ...([
    'AzureContainerRegistry',
    'GoogleContainerRegistry',
    'ArtifactoryGeneric',
    'Npm',
    'GcsStorage',
    'PyPi',
  ] as const),
] as const

export const FEED_TYPES = [...EXTERNAL_FEED_TYPES, 'BuiltIn'] as const

/** Fields that only the built-in feed has. */
export const BUILT_IN_FIELDS = ['DeleteUnreleasedPackagesAfterDays', 'IsBuiltInRepoSyncEnabled'] as const
/** Fields that only other feeds have; the secret one is kept apart. */
export const EXTERNAL_TEXTS = [
  'FeedUri',
  'Username',
  'RegistryPath',
  'ApiVersion',
  'AccessKey',
  'Region',
  'Repository',
  'LayoutRegex',
] as const
export const EXTERNAL_SECRETS = ['Password', 'SecretKey'] as const
export const EXTERNAL_FIELDS = [
  ...EXTERNAL_TEXTS,
  ...EXTERNAL_SECRETS,
  ...(['DownloadAttempts', 'DownloadRetryBackoffSeconds', 'EnhancedMode', 'UseMachineCredentials'] as const),
] as const
