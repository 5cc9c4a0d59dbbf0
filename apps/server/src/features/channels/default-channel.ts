import { insertDocument } from '../../database/documents.ts'
import { nextId } from '../../database/ids.ts'
import { recordEvent } from '../audit/record-event.ts'
import { KINDS } from '../kinds.ts'
import type { Change } from '../standard-routes.ts'

/** What a channel holds unless somebody says otherwise. */
export const CHANNEL_DEFAULTS = {
  Description: '',
  LifecycleId: null,
  IsDefault: false,
  TenantTags: [],
  Rules: [],
  GitReferenceRules: [],
  GitResourceRules: [],
  Type: 'Lifecycle',
  CustomFieldDefinitions: [],
  ParentEnvironmentId: null,
  EphemeralEnvironmentNameTemplate: null,
}

/** The channel that every project begins with; whoever may create the project needs no further right for it. */
export async function createDefaultChannel(
  { tx, caller, spaceId }: Pick<Change, 'tx' | 'caller' | 'spaceId'>,
  projectId: string,
): Promise<string> {
  const id = await nextId(tx, 'Channels')
  const document = {
    ...CHANNEL_DEFAULTS,
    Id: id,
    SpaceId: spaceId,
    ProjectId: projectId,
    Name: 'Default',
    Slug: 'default',
    IsDefault: true,
  }
  await insertDocument(tx, KINDS.channel, {
    id,
    name: document.Name,
    slug: document.Slug,
    document,
    columns: { space_id: spaceId, project_id: projectId },
    modifiedBy: caller.username,
  })
  await recordEvent(tx, caller, {
    category: 'Created',
    message: 'Channel Default was created',
    spaceId,
    related: [id, projectId],
    details: { after: document },
  })
  return id
}
