import type { Client, Query } from '@flotilla/api'
import { ApiError, listDocuments } from '@flotilla/api'
import {
  keepPreviousData,
  QueryClient,
  type UseQueryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useClient, useSpace } from './space.tsx'

/** What was read is shown at once and read again in the background; a signal of the server says when. */
export const createQueries = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        // What was refused stays refused; what did not arrive may arrive.
        retry: (count, error) => !(error instanceof ApiError && error.status < 500) && count < 4,
        retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 10_000),
      },
    },
  })

/** Something of the space, known by `key`. `isSkipped`: not yet. */
export function useRead<T>(
  key: readonly unknown[],
  read: (client: Client) => Promise<T>,
  { isSkipped = false, keepsOld = false }: { readonly isSkipped?: boolean; readonly keepsOld?: boolean } = {},
) {
  const client = useClient()
  const space = useSpace()
  return useQuery<T>({
    queryKey: [space.Id, ...key],
    queryFn: () => read(client),
    enabled: !isSkipped,
    ...(keepsOld ? { placeholderData: keepPreviousData } : {}),
  } as UseQueryOptions<T>)
}

/** All documents of a kind that the space has, in their order. */
export const useDocuments = <Kind extends Parameters<typeof listDocuments>[1]>(
  kind: Kind,
  options?: Parameters<typeof useRead>[2],
) => useRead([kind], (client) => listDocuments(client, kind), options)

interface Page<T> {
  readonly Items: readonly T[]
  readonly TotalResults: number
}

/** A page of a list; till it is there, the one before. `page` counts from 1. */
export const usePage = <T>(
  path: string,
  query: Query,
  { page, size }: { readonly page: number; readonly size: number },
) =>
  useRead(
    [path, query, page, size],
    (client) => client.get<Page<T>>(path, { ...query, skip: (page - 1) * size, take: size }),
    { keepsOld: true },
  )

/** A list that is read on, `size` at a time, as far as somebody wants to see it; `data` has its pages. */
export function useReadOn<T>(key: readonly unknown[], path: string, size: number) {
  const client = useClient()
  const space = useSpace()
  return useInfiniteQuery({
    queryKey: [space.Id, ...key],
    queryFn: ({ pageParam }) => client.get<Page<T>>(path, { skip: pageParam, take: size }),
    initialPageParam: 0,
    getNextPageParam: ({ TotalResults }, _, skipped) => (skipped + size < TotalResults ? skipped + size : undefined),
  })
}

/** A change; when it is done, or refused because somebody was faster, everything that is shown is read again. */
export function useChange<Input, T>(change: (client: Client, input: Input) => Promise<T>) {
  const client = useClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: Input) => change(client, input),
    onSettled: () => queries.invalidateQueries(),
  })
}

/** Deletes what is at a path. */
export const useDeletion = (path: string) => useChange((client, _: undefined) => client.delete(path))
