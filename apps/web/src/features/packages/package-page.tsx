import { deletePackage, listPackages, type Package } from '@flotilla/api'
import { Button } from '@mantine/core'
import { IconDownload, IconPackage } from '@tabler/icons-react'
import { useParams } from 'react-router'
import { useChange, useRead } from '../../api/queries.ts'
import { useClient, useSpace, useTo } from '../../api/space.tsx'
import { bytes } from '../../ui/bytes.ts'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'

/** The versions of one package, the newest first. */
export function PackagePage() {
  const { id: packageId = '' } = useParams()
  const to = useTo()
  const versions = useRead(['packages', 'versions', packageId], (client) => listPackages(client, { packageId }, 500))
  return (
    <Page
      title={packageId}
      crumbs={[
        { name: 'Library', to: to('library') },
        { name: 'Packages', to: to('library', 'packages') },
      ]}
    >
      <Loaded of={versions}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon={IconPackage} title="No version of this package">
              They were deleted, or the address is mistyped.
            </Empty>
          ) : (
            <Table label="Versions" columns={['Version', 'Size', 'Published']} doing="Download or delete">
              {all.map((version) => (
                <Version key={version.Id} version={version} />
              ))}
            </Table>
          )
        }
      </Loaded>
    </Page>
  )
}

function Version({ version }: { readonly version: Package }) {
  const { url } = useClient()
  const { Id: spaceId } = useSpace()
  const deleting = useChange((client, _: undefined) => deletePackage(client, version.Id))
  const name = `${version.PackageId} ${version.Version}`
  return (
    <tr>
      <td className="mono">{version.Version}</td>
      <td>{bytes(version.PackageSizeBytes)}</td>
      <td>
        <Time at={version.Published} />
      </td>
      <Doing>
        <Button
          component="a"
          href={`${url}/api/${spaceId}/packages/${encodeURIComponent(version.Id)}/raw`}
          size="compact-sm"
          variant="subtle"
          leftSection={<IconDownload size={15} aria-hidden />}
          aria-label={`Download ${name}`}
        >
          Download
        </Button>
        <DeleteButton size="compact-sm" what={name} deleting={deleting}>
          Releases that use this version can no longer be deployed.
        </DeleteButton>
      </Doing>
    </tr>
  )
}
