/** The agent as it is built: loaded only by `flotilla agent`, never part of this program. */
declare module '@flotilla/agent/main' {
  export interface RegisterOptions {
    readonly server: string
    readonly token: string
    readonly name: string
    readonly environments: readonly string[]
    readonly roles: readonly string[]
    readonly tenants: readonly string[]
    readonly tenantTags: readonly string[]
    readonly workerPools: readonly string[]
    readonly policy?: string
    readonly force: boolean
  }
  export interface Registration {
    readonly server: string
    readonly id: string
    readonly name: string
  }
  export interface RunningState {
    readonly pid: number
    readonly connectedSince: string | null
    readonly lastProblem: string | null
  }
  export function stateDirectory(given: string | undefined): string
  export function registerAgent(directory: string, options: RegisterOptions): Promise<Registration>
  export function runAgent(
    directory: string,
    options: { readonly version: string; readonly allowRoot: boolean; readonly signal: AbortSignal },
  ): Promise<void>
  export function loadRegistration(directory: string): Promise<Registration | undefined>
  export function loadRunning(directory: string): Promise<RunningState | undefined>
  export function forgetRegistration(directory: string): Promise<void>
}
