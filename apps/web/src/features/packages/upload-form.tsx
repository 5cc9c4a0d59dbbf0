import { type OverwriteMode, uploadPackageFile } from '@flotilla/api'
import { FileInput, Select } from '@mantine/core'
import { IconFileZip } from '@tabler/icons-react'
import { useNavigate } from 'react-router'
import { useChange } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useForm } from '../../ui/use-form.ts'

interface Choice {
  readonly file: File | null
  readonly mode: OverwriteMode
}

const MODES = [
  { value: 'FailIfExists', label: 'is refused' },
  { value: 'OverwriteExisting', label: 'is replaced' },
  { value: 'IgnoreIfExists', label: 'stays as it is' },
] as const satisfies readonly { readonly value: OverwriteMode; readonly label: string }[]

/** A file for the built-in feed; its name says package and version. */
export function UploadForm({ onClose }: { readonly onClose: () => void }) {
  const to = useTo()
  const go = useNavigate()
  const saving = useChange(async (client, { file, mode }: Choice) => {
    const sent = await uploadPackageFile(client, file!, mode)
    void go(to('library', 'packages', sent.package.PackageId))
  })
  const form = useForm<Choice>({ file: null, mode: 'FailIfExists' }, saving)
  return (
    <FormDialog title="Upload a package" verb="Upload" size="md" form={form} onClose={onClose}>
      <FileInput
        label="File"
        description="Named by package and version: Web.Api.1.2.3.zip"
        required
        placeholder="Choose a file"
        leftSection={<IconFileZip size={17} aria-hidden />}
        {...form.field('file')}
      />
      <Select label="A version that is there already" data={[...MODES]} {...form.option('mode')} />
    </FormDialog>
  )
}
