/**
 * How many ended tasks stay, of those that belong to no release: of each kind the last ones, and of all kinds together the last
 * ones that ended in so many days.
 * Source: domain reference 2.9.
 */
export const KEPT_TASKS = { ofEachKind: 20, ofAllKinds: 20_000, days: 30 } as const
