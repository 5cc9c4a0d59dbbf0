/** Gives the value of a key to all who use it at the same time: it is loaded for the first, and forgotten with the last. */
export type Shared<Value> = <Answer>(key: string, use: (value: Value) => Promise<Answer>) => Promise<Answer>

export function shareWhileUsed<Value>(load: (key: string) => Promise<Value>): Shared<Value> {
  const held = new Map<string, { readonly value: Promise<Value>; users: number }>()
  return async (key, use) => {
    const one = held.get(key) ?? { value: load(key), users: 0 }
    held.set(key, one)
    one.users += 1
    try {
      return await use(await one.value)
    } finally {
      one.users -= 1
      if (one.users === 0) held.delete(key)
    }
  }
}
