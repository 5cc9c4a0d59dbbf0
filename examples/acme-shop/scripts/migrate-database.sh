# Brings the database of an environment to the release's schema. It runs on the worker: the database is reached over the
# network and is no deployment target. Here the whole database is a folder, and its schema one file with the version.
set -euo pipefail

home=$(get_octopusvariable "Acme.Home")
component=$(get_octopusvariable "Acme.Component")
database=$(get_octopusvariable "Acme.Database.Name")
version=$(get_octopusvariable "Octopus.Release.Number")

folder="$home/$database"
mkdir -p "$folder"
if [ "$(cat "$folder/$component.version" 2>/dev/null)" = "$version" ]; then
  echo "$database is at $version already; its scripts run again without harm"
fi

printf '%s\n' "$version" > "$folder/.$component.version.new"
mv "$folder/.$component.version.new" "$folder/$component.version"

write_highlight "$database is at schema $version"
