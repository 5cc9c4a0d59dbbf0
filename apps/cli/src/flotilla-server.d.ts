/** The server as it is built: loaded only by `flotilla server`, never part of this program. */
declare module '@flotilla/server/main' {
  export function main(args: readonly string[]): Promise<void>
  export function rotateKeyMain(args: readonly string[], options: { readonly data: boolean }): Promise<void>
}
