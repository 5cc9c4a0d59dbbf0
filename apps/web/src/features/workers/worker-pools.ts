import { listItems, type Schema } from '@flotilla/api'
import { useRead } from '../../api/queries.ts'

/** The worker pools of the space. */
export const useWorkerPools = (options?: Parameters<typeof useRead>[2]) =>
  useRead(['worker-pools'], (client) => listItems<Schema<'WorkerPool'>>(client, '~/workerpools'), options)
