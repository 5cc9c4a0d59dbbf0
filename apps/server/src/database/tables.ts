import type { ColumnType, Generated, JSONColumnType } from 'kysely'

type Json = Record<string, unknown>
type Time = ColumnType<Date, Date | string, Date | string>
type DefaultTime = ColumnType<Date, Date | string | undefined, Date | string>
type Document = JSONColumnType<Json>
/** A jsonb column with a sealed text (sealed-columns.ts) as a JSON string, or an empty object for nothing. */
type SealedJson = ColumnType<unknown, string | undefined, string>

/** A table of configuration documents; see documents.ts. */
export interface DocumentTable {
  id: string
  name: string
  slug: string
  version: Generated<number>
  document: Document
  modified_at: DefaultTime
  modified_by: string | null
}
interface SpaceDocumentTable extends DocumentTable {
  space_id: string
  sort_order: Generated<number>
}
interface ProjectDocumentTable extends DocumentTable {
  space_id: string
  project_id: string
}
interface OptionalSpaceDocumentTable extends DocumentTable {
  space_id: string | null
}
interface VersionedDocumentTable {
  id: string
  space_id: string
  owner_id: string
  snapshot_of: string | null
  version: Generated<number>
  document: Document
  modified_at: DefaultTime
}

export interface MachineTable extends DocumentTable {
  space_id: string
  environment_ids: string[]
  roles: string[]
  tenancy: string
  tenant_ids: string[]
  tenant_tags: string[]
  is_disabled: boolean
  health_status: string
  communication_style: string
}

export interface WorkerTable extends DocumentTable {
  space_id: string
  worker_pool_ids: string[]
  is_disabled: boolean
  health_status: string
  communication_style: string
}

export interface HealthCheckTable {
  /** Of the machine or worker. */
  id: string
  readonly machine_id: Generated<string | null>
  readonly worker_id: Generated<string | null>
  policy_id: string
  next_at: Time | null
  task_id: string | null
  checked_at: Time | null
  unavailable_since: Time | null
  cleanup_has_failed: Generated<boolean>
}

export interface ReleaseTable {
  id: string
  number: number
  space_id: string
  project_id: string
  channel_id: string
  version: string
  assembled_at: DefaultTime
  process_snapshot_id: string
  variable_snapshot_id: string
  library_snapshot_ids: string[]
  document: Document
  modified_at: DefaultTime
  modified_by: string | null
}

export interface PackageTable {
  space_id: string
  package_id: string
  version: string
  version_key: string
  extension: string
  title: string
  summary: string
  description: string
  notes: string
  content_id: number
  published_at: DefaultTime
  published_by: string
}

export interface DeploymentTable {
  id: string
  number: number
  space_id: string
  project_id: string
  release_id: string
  channel_id: string
  environment_id: string
  tenant_id: string | null
  task_id: string
  name: string
  created_at: DefaultTime
  created_by: string
  comments: Generated<string>
  form_values: SealedJson
  specific_machine_ids: Generated<string[]>
  excluded_machine_ids: Generated<string[]>
  skip_actions: Generated<string[]>
  use_guided_failure: Generated<boolean>
  failure_encountered: Generated<boolean>
  deployed_to_machine_ids: Generated<string[]>
  trigger_id: string | null
  trigger_name: string | null
  parent_task_id: string | null
  parent_action_key: string | null
  /** As the domain's `MissingComponent`s; null for a deployment that does not converge. */
  missing_components: ColumnType<unknown, string | null | undefined, string | null>
  document: Document
}

export interface RunbookSnapshotTable {
  id: string
  number: number
  space_id: string
  project_id: string
  runbook_id: string
  name: string
  assembled_at: DefaultTime
  process_snapshot_id: string
  variable_snapshot_id: string
  library_snapshot_ids: string[]
  document: Document
  modified_at: DefaultTime
  modified_by: string | null
}

export interface RunbookRunTable {
  id: string
  number: number
  space_id: string
  project_id: string
  runbook_id: string
  runbook_snapshot_id: string
  environment_id: string
  tenant_id: string | null
  task_id: string
  name: string
  created_at: DefaultTime
  created_by: string
  comments: Generated<string>
  form_values: SealedJson
  specific_machine_ids: Generated<string[]>
  excluded_machine_ids: Generated<string[]>
  skip_actions: Generated<string[]>
  use_guided_failure: Generated<boolean>
  failure_encountered: Generated<boolean>
  deployed_to_machine_ids: Generated<string[]>
  document: Document
}

/** What a release, or a snapshot of a runbook, takes from feeds. */
interface PackageUseTable {
  space_id: string
  action_name: string
  reference_name: string
  feed_id: string
  package_id: string
  version: string
  sha256: string | null
}

export type TaskState = 'Queued' | 'Executing' | 'Cancelling' | 'Success' | 'Failed' | 'Canceled' | 'TimedOut'

export interface ServerTaskTable {
  id: string
  number: number
  space_id: string | null
  name: string
  description: string
  arguments: JSONColumnType<Record<string, string>>
  state: TaskState
  project_id: string | null
  environment_id: string | null
  tenant_id: string | null
  queue_time: Time
  queue_time_expiry: Time | null
  start_time: Time | null
  completed_time: Time | null
  last_updated_time: DefaultTime
  error_message: Generated<string>
  has_warnings_or_errors: Generated<boolean>
  pending_interruptions: Generated<number>
  pending_guidance: Generated<number>
  waiting_for: string | null
  waiting_for_lock: string | null
  server_node: string | null
  parent_task_id: string | null
  started_by: string
  last_log_number: Generated<number>
  log_bytes: Generated<number>
  last_activity_number: Generated<number>
  /** See features/tasks/task-run.ts. */
  run_number: Generated<number>
  /** Somebody moved it before all others that wait. */
  is_first: Generated<boolean>
  is_priority: Generated<boolean>
}

export interface InterruptionTable {
  id: string
  number: number
  space_id: string
  task_id: string
  action_key: string
  type: string
  title: string
  instructions: string
  answers: Generated<string[]>
  responsible_team_ids: string[]
  responsible_user_id: string | null
  is_pending: Generated<boolean>
  result: string | null
  notes: Generated<string>
  submitted_by: string | null
  submitted_at: Time | null
  created_at: DefaultTime
  correlation_id: string
  related_document_ids: string[]
  linked_to: string | null
}

export interface EventTable {
  id: string
  number: number
  space_id: string | null
  category: string
  user_id: string
  username: string
  is_service: Generated<boolean>
  identity_established_with: string
  user_agent: Generated<string>
  ip_address: Generated<string>
  occurred_at: DefaultTime
  message: string
  message_references: Generated<unknown>
  related_document_ids: string[]
  details: unknown
}

export interface SubscriptionTable extends SpaceDocumentTable {
  is_disabled: boolean
  categories: string[] | null
  busy_until: DefaultTime
}

export interface WebhookDeliveryTable {
  subscription_id: string
  event_number: number
  state: Generated<'waiting' | 'delivered' | 'dead'>
  attempts: Generated<number>
  queued_at: DefaultTime
  next_at: DefaultTime
  last_attempt_at: Time | null
  last_status: number | null
  last_reason: Generated<string>
  ended_at: Time | null
}

export interface Tables {
  server_setting: { key: string; value: unknown }
  space: DocumentTable
  project_group: SpaceDocumentTable
  project: SpaceDocumentTable
  environment: SpaceDocumentTable
  lifecycle: SpaceDocumentTable
  tenant: SpaceDocumentTable
  tag_set: SpaceDocumentTable
  library_variable_set: SpaceDocumentTable
  machine_policy: SpaceDocumentTable
  worker_pool: SpaceDocumentTable
  action_template: SpaceDocumentTable
  feed: SpaceDocumentTable
  account: SpaceDocumentTable
  proxy: SpaceDocumentTable
  tenant_variable: {
    id: string
    space_id: string
    tenant_id: string
    owner_id: string
    template_id: string
    environment_ids: string[]
    value: unknown
  }
  channel: ProjectDocumentTable
  project_trigger: ProjectDocumentTable
  runbook: ProjectDocumentTable
  runbook_snapshot: RunbookSnapshotTable
  runbook_snapshot_package: PackageUseTable & { runbook_snapshot_id: string }
  runbook_run: RunbookRunTable
  deployment_process: VersionedDocumentTable
  variable_set: VersionedDocumentTable
  data_key: { id: number; wrapped: string; master_key_id: string; proof: string; created_at: DefaultTime }
  secret: { owner_id: string; field: string; space_id: string; sealed: string }
  action_template_version: { template_id: string; version: number; document: Document }
  user_account: {
    id: string
    username: string
    display_name: string
    email_address: Generated<string>
    is_active: Generated<boolean>
    is_service: Generated<boolean>
    password_hash: string | null
    created_at: DefaultTime
    external_id: Generated<string>
  }
  session: {
    id: string
    user_id: string
    hash: Buffer
    created_at: DefaultTime
    last_seen_at: DefaultTime
  }
  oidc_identity: {
    id: string
    user_id: string
    name: string
    issuer: string
    subject: string
    audience: Generated<string>
    created_at: DefaultTime
  }
  access_token: {
    id: string
    user_id: string
    oidc_identity_id: string
    hash: Buffer
    created_at: DefaultTime
    expires_at: Time
  }
  sign_in_guess: { slot: string; failures: number; last_at: Time }
  invitation: { id: string; hash: Buffer; team_ids: string[]; created_by: string; expires_at: Time }
  api_key: {
    id: string
    user_id: string
    purpose: string
    hash: Buffer
    hint: string
    created_at: DefaultTime
    expires_at: Time | null
    last_used_at: Time | null
  }
  team: OptionalSpaceDocumentTable
  user_role: DocumentTable
  scoped_user_role: Omit<OptionalSpaceDocumentTable, 'name' | 'slug'> & { team_id: string; user_role_id: string }
  machine: MachineTable
  worker: WorkerTable
  health_check: HealthCheckTable
  release: ReleaseTable
  release_defect: {
    id: Generated<number>
    release_id: string
    description: string
    is_resolved: Generated<boolean>
    created_at: DefaultTime
  }
  server_task: ServerTaskTable
  deployment: DeploymentTable
  release_success: {
    project_id: string
    environment_id: string
    tenant_id: string
    channel_id: string
    release_id: string
    deployment_id: string
    task_id: string
    started_at: Time
    completed_at: Time
  }
  /** Release, deployment and time are null where nothing but a failed attempt is known. */
  machine_installation: {
    machine_id: string
    project_id: string
    environment_id: string
    tenant_id: string
    release_id: string | null
    deployment_id: string | null
    installed_at: Time | null
    release_version: string | null
    machine_key: string
    failed_deployment_id: string | null
    failed_version: string | null
    failed_at: Time | null
    failed_machine_key: string
  }
  task_activity: {
    task_id: string
    number: number
    parent_number: number | null
    key: string
    name: string
    status: string
    started_at: Time | null
    ended_at: Time | null
    progress_percentage: Generated<number>
    progress_message: Generated<string>
    /** In words; what has ended waits for nothing, whatever stands here. */
    waiting_for: string | null
    /** Given by the database, to be read behind what was read before. */
    change_number: Generated<number>
  }
  task_log_line: {
    task_id: string
    number: number
    activity_number: number
    category: string
    occurred_at: Time
    message: string
    detail: string | null
    line_key: string | null
  }
  task_action: { task_id: string; key: string; outcome: string; detail: Document; ended_at: DefaultTime }
  script_attempt: {
    ticket: string
    task_id: string
    action_key: string
    attempt: number
    target_id: string | null
    payload_hash: string
    state: 'created' | 'ended'
    has_begun: Generated<boolean>
    outcome: unknown
    stdout_offset: Generated<number>
    stderr_offset: Generated<number>
    interpreter_state: unknown
    created_at: DefaultTime
    ended_at: Time | null
    deadline: Time | null
    is_over_time: Generated<boolean>
    left_behind: unknown
  }
  failed_attempt: {
    task_id: string
    action_key: string
    attempt: number
    outcome: string
    message: string
    followed_by: 'retry' | 'ask'
    retry_at: Time | null
    ended_at: DefaultTime
  }
  output_variable: {
    task_id: string
    action_name: string
    machine_id: string
    machine_name: string
    name: string
    sealed: string
    is_sensitive: boolean
  }
  hash_key: { name: string; sealed: string }
  server_identity: { name: string; public_key: string; sealed: string; created_at: DefaultTime }
  announced_secret: { task_id: string; fingerprint: string; sealed: string }
  task_snapshot: { task_id: string; document: Document }
  concurrency_lock: { tag: string; task_id: string; taken_at: DefaultTime }
  target_lock: {
    target_id: string
    number: Generated<number>
    ticket: string
    task_id: string
    is_shared: Generated<boolean>
    taken_at: DefaultTime
  }
  interruption: InterruptionTable
  event: EventTable
  subscription: SubscriptionTable
  webhook_delivery: WebhookDeliveryTable
  artifact: {
    id: string
    number: number
    space_id: string
    task_id: string
    filename: string
    source: string
    correlation_id: string
    size_bytes: number
    sha256: string
    related_document_ids: string[]
    created_at: DefaultTime
  }
  artifact_part: { artifact_id: string; part: number; content: Buffer }
  package_content: {
    id: Generated<number>
    sha256: string | null
    size_bytes: Generated<number>
    received_at: DefaultTime
  }
  package_content_part: { content_id: number; part: number; content: Buffer }
  package: PackageTable
  release_package: PackageUseTable & { release_id: string }
  build_information: {
    id: string
    number: number
    space_id: string
    package_id: string
    version: string
    version_key: string
    document: Document
    created_at: DefaultTime
  }
  machine_event: {
    id: Generated<number>
    space_id: string
    machine_id: string
    category: string
    occurred_at: DefaultTime
    judged_at: Time | null
  }
  trigger_schedule: { trigger_id: string; next_at: Time | null }
  trigger_rush: {
    project_id: string
    environment_id: string
    tenant_id: string
    began_at: Time
    served_at: Time
    served_count: number
  }
  trigger_decision: {
    id: Generated<number>
    space_id: string
    trigger_id: string
    machine_event_id: number | null
    machine_id: string | null
    scheduled_for: Time | null
    project_id: string
    environment_id: string
    tenant_id: string
    state: 'waiting' | 'deployed' | 'released' | 'run' | 'not-deployed'
    reason: Document
    release_id: string | null
    deployment_id: string | null
    runbook_run_id: string | null
    created_at: DefaultTime
    decided_at: Time | null
  }
  idempotency_key: {
    user_id: string
    route: string
    key: string
    request_hash: string
    status: number
    answer: unknown
    created_at: DefaultTime
  }
  server_node: { name: string; epoch: number; heartbeat_at: Time; master_key_id: string | null }
  logo: { owner_id: string; space_id: string; media_type: string; content: Buffer; changed_at: DefaultTime }
  dashboard_configuration: { space_id: string; user_id: string; document: Document }
}
