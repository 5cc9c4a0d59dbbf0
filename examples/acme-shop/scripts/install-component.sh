# Installs a component on a machine: here its whole installation is one file with the version.
# Each machine of the shop has a folder of its own, so that one host can play all of them.
set -euo pipefail

home=$(get_octopusvariable "Acme.Home")
component=$(get_octopusvariable "Acme.Component")
machine=$(get_octopusvariable "Octopus.Machine.Name")
version=$(get_octopusvariable "Octopus.Release.Number")

folder="$home/$machine"
mkdir -p "$folder"

if [ -f "$folder/$component.version" ]; then
  echo "$machine had $component $(cat "$folder/$component.version")"
else
  echo "$machine had no $component"
fi

# A file that appears whole or not at all: a reader never sees half a version.
printf '%s\n' "$version" > "$folder/.$component.version.new"
mv "$folder/.$component.version.new" "$folder/$component.version"

set_octopusvariable "InstalledVersion" "$version"
write_highlight "$component $version is installed on $machine"
