import { Value } from 'typebox/value'
import type { Tx } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import type { Caller } from '../context.ts'
import { bodyOf, createDocument } from '../standard-routes.ts'
import { projectResource } from './resource.ts'

/**
 * Adds a project as `POST projects` does, with its default channel, empty process, empty variable set and settings. Fields
 * that are left out have their defaults.
 */
export const createProject = (
  tx: Tx,
  caller: Caller,
  spaceId: string,
  body: {
    readonly Name: string
    readonly LifecycleId: string
    readonly ProjectGroupId?: string
    readonly [field: string]: unknown
  },
): Promise<Document> =>
  createDocument(
    projectResource,
    tx,
    caller,
    spaceId,
    Value.Default(bodyOf(projectResource), { ...body }) as Readonly<Record<string, unknown>>,
  )
