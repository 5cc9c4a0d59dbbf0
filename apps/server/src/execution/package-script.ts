import type { PackageDeployment } from '@flotilla/domain/packages'
import { quote } from './bash-bootstrap.ts'

export interface PackageToDeploy extends PackageDeployment {
  /** Folder in the directory in which the script begins that holds the package's content. */
  readonly folder: string
  /** What people call it, as in `Acme.Web 1.4.0`. */
  readonly name: string
  readonly version: string
  /** Of the content: the same version may be another package elsewhere. */
  readonly sha256: string
  /** Whose installations lie beside each other: environment, tenant, package. */
  readonly place: readonly string[]
}

/**
 * The Bash script that deploys a package: its content gets a folder of its own, so that nothing of an earlier version stays, and a
 * deployment that fails has changed nothing that runs. The package's own scripts run in that folder; a copy of all goes to the
 * custom installation directory between `PreDeploy` and `Deploy`.
 *
 * Source: domain reference 4.9, 4.11.
 */
export function packageScript(deployed: PackageToDeploy): string {
  const { folder, name, version, sha256, place, customDirectory, purgesBefore, skipsIfInstalled, scripts } = deployed
  const values: Readonly<Record<string, string>> = {
    folder,
    name,
    version: folderName(version),
    identity: `${version} ${sha256}`,
    base: place.map(folderName).join('/'),
    custom: customDirectory ?? '',
    purge: purgesBefore ? 'yes' : '',
    skip: skipsIfInstalled ? 'yes' : '',
  }
  const assigned = Object.entries(values).map(([key, value]) => `_package_${key}=${quote(value)}\n`)
  const own = [...scripts].map(([stage, text]) => `_package_${stage}=${quote(text.replaceAll('\r\n', '\n'))}\n`)
  return `${[...assigned, ...own].join('')}${PROGRAM}`
}

/** Any name as that of one folder, which is not hidden. */
const folderName = (text: string): string => text.replaceAll(/[/\0]/g, '_').replace(/^\./, '_') || '_'

const PROGRAM = `
_package_know() {
  if [ -n "\${_flotilla_index+x}\${_flotilla_index[*]+x}" ]; then
    _flotilla_index[=$1]=\${#_flotilla_names[@]}
    octopus_parameters[$1]=$2
  fi
  _flotilla_names+=("$1")
  _flotilla_values+=("$2")
}
_package_lies() {
  _package_know Octopus.Action.Output.Package.InstallationDirectoryPath "$1"
  _package_know Octopus.Action.Package.InstallationDirectoryPath "$1"
  _package_place=$1
  cd "$1" || fail_step "The package $_package_name could not be entered in $1."
}
_package_run() {
  local stage=$1 own=_package_$1 file
  if [ -n "\${!own-}" ]; then printf '%s\\n' "\${!own}" >"$stage.sh" || return 1; fi
  if [ -f "$stage.sh" ]; then
    write_verbose "Running $stage.sh"
    ( . "./$stage.sh" )
    return
  fi
  for file in "$stage".*; do
    if [ -f "$file" ]; then write_warning "$file was not run: scripts of packages are in Bash ($stage.sh)."; fi
  done
}
_package_fail() {
  _package_run DeployFailed
  _package_code=$?
  if [ $_package_code != 0 ]; then write_warning "DeployFailed.sh ended with exit code $_package_code."; fi
  fail_step "$1"
}
# Not run behind "||": a script that says "set -e" is to end where something fails.
_package_stage() {
  _package_run "$1"
  _package_code=$?
  if [ $_package_code != 0 ]; then
    _package_fail "$1.sh of the package $_package_name ended with exit code $_package_code."
  fi
}

_package_base=$HOME/.flotilla/applications/$_package_base
_package_note=$_package_base/.installed
_package_was= _package_where=
if [ -f "$_package_note" ]; then { read -r _package_was; read -r _package_where; } <"$_package_note"; fi
if [ -n "$_package_skip" ] && [ "$_package_was" = "$_package_identity" ] && [ -d "$_package_where" ]; then
  echo "The package $_package_name is installed in $_package_where already."
  set_octopusvariable Package.InstallationDirectoryPath "$_package_where"
  exit 0
fi
mkdir -p "$_package_base" || fail_step "The folder $_package_base could not be made."
_package_place=$_package_base/$_package_version
_package_number=0
# Made first, so that of two that come here at once each has its own.
until mkdir "$_package_place" 2>/dev/null; do
  [ -e "$_package_place" ] || fail_step "The folder $_package_place could not be made."
  _package_number=$((_package_number + 1))
  _package_place=$_package_base/\${_package_version}_$_package_number
done
mv -T "$_package_folder" "$_package_place" || fail_step "The package $_package_name could not be put into $_package_place."
_package_lies "$_package_place"
_package_stage PreDeploy
if [ -n "$_package_custom" ]; then
  if [ -n "$_package_purge" ] && [ -d "$_package_custom" ]; then
    find "$_package_custom/" -mindepth 1 -maxdepth 1 -exec rm -rf {} + || _package_fail "$_package_custom could not be emptied."
  fi
  { mkdir -p "$_package_custom" && cp -R "$_package_place/." "$_package_custom/"; } ||
    _package_fail "The package $_package_name could not be copied to $_package_custom."
  _package_lies "$_package_custom"
fi
_package_stage Deploy
_package_stage PostDeploy
set_octopusvariable Package.InstallationDirectoryPath "$_package_place"
printf '%s\\n' "$_package_identity" "$_package_place" >"$_package_note"
echo "The package $_package_name was deployed to $_package_place."
`
