export { compress, decompress } from './compress.ts'
export type { Part } from './frames.ts'
export type { Party } from './handshake.ts'
export {
  type Identity,
  isSignedBy,
  newIdentity,
  privateKeyText,
  readIdentity,
  signText,
  thumbprintOf,
} from './identity.ts'
export { Inbox } from './inbox.ts'
export {
  CHUNK_BYTES,
  HANDSHAKE_LIMIT_MS,
  HEARTBEAT_MS,
  MESSAGE_LIMIT_BYTES,
  MESSAGES_PER_SECOND,
  PACE_PER_SECOND,
  PAYLOAD_LIMIT_BYTES,
  WINDOW,
} from './limits.ts'
export { type Channel, Link, type Received, type Wire } from './link.ts'
export { type MeetRefusal, meetAgent, meetServer, type Talk } from './meet.ts'
export {
  checkReply,
  checkRequest,
  type Facts,
  type Hello,
  type Refused,
  type Reply,
  type Request,
} from './messages.ts'
export { Rate } from './rate.ts'
export { agree, PROTOCOL, refuseUnknownTo, versionsOf } from './versions.ts'
