import type { Document } from '../../database/documents.ts'
import { presentDocument } from '../standard-routes.ts'
import { workerPoolResource } from './resource.ts'

/** Of workers, of which there are none. */
const NONE = {
  TotalMachines: 0,
  TotalDisabledMachines: 0,
  MachineHealthStatusSummaries: {},
  MachineEndpointSummaries: {},
  TentacleUpgradesRequired: false,
  MachineIdsForCalamariUpgrade: [],
  MachineIdsForTentacleUpgrade: [],
}

/** How many workers there are, in all pools and in each. Source: API reference 5.15. */
export const summarizePools = (pools: readonly Document[], hidesEmpty: boolean) => ({
  ...NONE,
  WorkerPoolSummaries: hidesEmpty
    ? []
    : pools.map((pool) => ({ ...NONE, WorkerPool: presentDocument(workerPoolResource, pool) })),
  Links: {},
})
