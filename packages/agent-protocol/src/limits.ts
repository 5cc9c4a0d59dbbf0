/** Largest frame either side takes. Source: reliability reference O. */
export const MESSAGE_LIMIT_BYTES = 1024 * 1024
/** What an agent may send; who sends more is cut off. Source: reliability reference O. */
export const MESSAGES_PER_SECOND = 200
/** What our own agent keeps to, so that it is never the one. */
export const PACE_PER_SECOND = 150
/** Bytes of output or of a file in one frame. */
export const CHUNK_BYTES = 256 * 1024
/** Answers that may be under way on one channel; what has been dealt with is made good by `more`. */
export const WINDOW = 4
/** Everything that a start may bring along. */
export const PAYLOAD_LIMIT_BYTES = 256 * 1024 * 1024

/** A peer that is gone may never be told of by its socket. Source: reliability reference F25. */
export const HEARTBEAT_MS = 10_000
export const SILENCE_LIMIT_MS = 25_000
export const HANDSHAKE_LIMIT_MS = 10_000
