declare const brand: unique symbol

/** Text that names one kind of thing: an id of one kind cannot stand in for another. */
export type Id<Name extends string> = string & { readonly [brand]: Name }
