import { Type } from 'typebox'

/** Versions chosen for packages, as a body has them. */
export const SelectedPackages = () =>
  Type.Optional(
    Type.Array(
      Type.Object({
        ActionName: Type.Optional(Type.String()),
        StepName: Type.Optional(Type.String()),
        PackageReferenceName: Type.Optional(Type.String()),
        Version: Type.String({ minLength: 1 }),
      }),
      { default: [] },
    ),
  )

/** A version chosen for a package of a process, as clients send it. */
export interface SelectedPackage {
  readonly ActionName?: string
  readonly StepName?: string
  readonly PackageReferenceName?: string
  readonly Version: string
}

/** The same as it is stored. A blank reference is the action's primary package. */
export type FullSelection = Required<SelectedPackage>

/** What refusals call the choice of a version: by its action, and the reference if it is not the primary package. */
export const choicePath = (action: string, reference: string): string =>
  `SelectedPackages[${reference === '' ? action : `${action}/${reference}`}]`

/** Older clients send only `StepName`, newer ones only `ActionName`; whoever reads wants both. */
export function fillNames(selected: SelectedPackage): FullSelection {
  const name = selected.ActionName || selected.StepName || ''
  return {
    ActionName: name,
    StepName: selected.StepName || name,
    PackageReferenceName: selected.PackageReferenceName ?? '',
    Version: selected.Version,
  }
}
