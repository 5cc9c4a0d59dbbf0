export type { PoolChoice, WhyNoWorker, Worker } from './choose-workers.ts'
export { chooseWorkers, explainNoWorker, WHY_NO_WORKER, workerInTurn } from './choose-workers.ts'
