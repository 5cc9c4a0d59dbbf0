/** A text that nothing else has. Also where the page came over plain http, for which browsers have no random identifiers. */
export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
