import type { StreamName } from '@flotilla/work-directory'

export type LogCategory = 'Verbose' | 'Info' | 'Highlight' | 'Wait' | 'Warning' | 'Error'

/** What a script's output comes to, in the order of the output. Source: domain reference 4.8. */
export type OutputItem = LogLine | OutputEffect

export interface LogLine {
  readonly kind: 'line'
  /** Undefined: said by the server about the output. */
  readonly stream: StreamName | undefined
  readonly category: LogCategory
  /** Not yet masked. */
  readonly text: string
}

export type OutputEffect =
  | { readonly kind: 'set-variable'; readonly name: string; readonly value: string; readonly sensitive: boolean }
  /** Over the limit of 1 MiB: the step fails and says which. */
  | { readonly kind: 'variable-too-large'; readonly name: string; readonly sizeBytes: number }
  | {
      readonly kind: 'create-artifact'
      readonly path: string
      readonly name: string
      /** As the script saw it, in bytes; a file that does not exist yet has 0. */
      readonly length: number | undefined
    }
  | { readonly kind: 'result-message'; readonly message: string }
  | { readonly kind: 'progress'; readonly percentage: number; readonly message: string }
  | { readonly kind: 'mask'; readonly value: string }
  | {
      readonly kind: 'create-target'
      /** The message's name, which says the type of target: `createStepPackageTarget`, `create-kubernetestarget`, ... */
      readonly message: string
      readonly name: string
      readonly roles: readonly string[]
      readonly updateIfExisting: boolean
      /** All attributes, names in lower case. */
      readonly attributes: ReadonlyMap<string, string>
    }
  | { readonly kind: 'delete-target'; readonly machine: string }
  | {
      readonly kind: 'set-environment-state'
      readonly key: string
      readonly value: string
      readonly sensitive: boolean
      readonly type: string
    }

/** That a target is to be made, changed or removed. */
export type TargetChange = Extract<OutputEffect, { kind: 'create-target' | 'delete-target' }>

export const isTargetChange = (item: OutputItem): item is TargetChange =>
  item.kind === 'create-target' || item.kind === 'delete-target'
