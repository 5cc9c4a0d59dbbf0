export type { DeliveryVerdict, SendResult, Sent } from './judge-delivery.ts'
export { judgeDelivery } from './judge-delivery.ts'
