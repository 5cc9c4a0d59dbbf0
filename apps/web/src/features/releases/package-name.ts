/** How people call a package that an action takes: by the action, and the reference if it is not the primary package. */
export const packageName = (action: string, reference: string): string =>
  reference === '' ? action : `${action}/${reference}`
