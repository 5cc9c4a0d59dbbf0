import { listPackages } from '@flotilla/api'
import { Button, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { IconPackage, IconSearch, IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { bytes } from '../../ui/bytes.ts'
import { Empty } from '../../ui/empty.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { LibraryFrame } from '../library/library-frame.tsx'
import { UploadForm } from './upload-form.tsx'

/** So many are shown; whoever wants another one filters. */
const MOST_SHOWN = 200

/** The packages of the built-in feed, each with its newest version. */
export function PackagesPage() {
  const to = useTo()
  const [words, setWords] = useState('')
  const [text] = useDebouncedValue(words.trim(), 200)
  const [isOpen, { open, close }] = useDisclosure()
  const packages = useRead(
    ['packages', text],
    (client) => listPackages(client, { text: text || undefined }, MOST_SHOWN),
    { keepsOld: true },
  )
  return (
    <LibraryFrame
      part="packages"
      actions={
        <Button onClick={open} leftSection={<IconUpload size={17} aria-hidden />}>
          Upload a package
        </Button>
      }
    >
      <Stack>
        <TextInput
          aria-label="Filter packages"
          placeholder="Filter packages"
          maw={320}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
        />
        <Loaded of={packages}>
          {(all) =>
            all.length === 0 ? (
              <Empty icon={IconPackage} title={text ? 'No package has this name' : 'No packages yet'}>
                What a build has made, under a name and a version: <code>Web.Api.1.2.3.zip</code>. Build servers send
                theirs with <code>flotilla package upload</code>.
              </Empty>
            ) : (
              <>
                <Table label="Packages" columns={['Package', 'Newest version', 'Size', 'Published']}>
                  {all.map((each) => (
                    <tr key={each.Id}>
                      <td>
                        <Link to={to('library', 'packages', each.PackageId)}>{each.PackageId}</Link>
                      </td>
                      <td className="mono">{each.Version}</td>
                      <td>{bytes(each.PackageSizeBytes)}</td>
                      <td>
                        <Time at={each.Published} />
                      </td>
                    </tr>
                  ))}
                </Table>
                {all.length === MOST_SHOWN && (
                  <p className="faint">The first {MOST_SHOWN} are shown. Filter to find others.</p>
                )}
              </>
            )
          }
        </Loaded>
      </Stack>
      {isOpen && <UploadForm onClose={close} />}
    </LibraryFrame>
  )
}
