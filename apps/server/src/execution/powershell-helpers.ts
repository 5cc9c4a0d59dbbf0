// biome-ignore-all lint/suspicious/noTemplateCurlyInString: PowerShell writes ${name}, too.
/**
 * What a PowerShell script finds: settings, `$OctopusParameters`, a plain variable for each, and the helper functions. They hold
 * with `Set-StrictMode -Version Latest`, which reaches into functions that a script calls. Messages go to the console in one
 * write and not down the pipeline, so that they are neither caught in a variable nor mixed with others.
 *
 * Source: domain reference 4.7, 4.8, 4.11.
 */
export const POWERSHELL_HELPERS = `# Flotilla helper functions for PowerShell
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
# The exit code of a program is the script's result; it must not become an error in one version and not in another.
$PSNativeCommandUseErrorActionPreference = $false
if (Test-Path -Path variable:PSStyle) { $PSStyle.OutputRendering = 'PlainText' }

$OctopusParameters = [System.Collections.Generic.Dictionary[string, string]]::new([System.StringComparer]::OrdinalIgnoreCase)

function ConvertFrom-FlotillaText([string] $Text) {
  [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($Text))
}

function ConvertTo-FlotillaText([string] $Text) {
  [System.Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes($Text))
}

function Import-FlotillaVariables {
  foreach ($file in [System.IO.Directory]::GetFiles($PSScriptRoot, 'variables*.txt')) {
    foreach ($line in [System.IO.File]::ReadAllLines($file)) {
      $name, $value = $line.Split(' ')
      $OctopusParameters[(ConvertFrom-FlotillaText $name)] = ConvertFrom-FlotillaText $value
    }
  }
  # PowerShell gives these a meaning of its own, but makes them only when they are needed.
  $taken = '_', 'args', 'event', 'eventargs', 'eventsubscriber', 'foreach', 'input', 'lastexitcode', 'matches', 'ofs',
    'psboundparameters', 'pscmdlet', 'psdebugcontext', 'psitem', 'pssenderinfo', 'sender', 'switch', 'this'
  $plain = [System.Collections.Generic.Dictionary[string, string]]::new([System.StringComparer]::OrdinalIgnoreCase)
  foreach ($name in $OctopusParameters.Keys) {
    $short = $name -replace '[^A-Za-z0-9_]', ''
    # A variable that has the name itself goes before one that comes to it only without its other characters.
    if ($short -ne '' -and ($short -eq $name -or -not $plain.ContainsKey($short))) {
      $plain[$short] = $OctopusParameters[$name]
    }
  }
  foreach ($name in $plain.Keys) {
    if ($taken -contains $name -or (Get-Variable -Name $name -Scope Global -ErrorAction Ignore)) { continue }
    Set-Variable -Name $name -Value $plain[$name] -Scope Global
  }
}

function Write-FlotillaMessage([string] $Name, [System.Collections.IDictionary] $Attributes) {
  $text = '##octopus[' + $Name
  foreach ($key in $Attributes.Keys) {
    $text += ' ' + $key + "='" + (ConvertTo-FlotillaText ([string] $Attributes[$key])) + "'"
  }
  [Console]::Out.Write($text + "]\`n")
}

function Write-FlotillaLine([string] $Level, [string] $Text) {
  [Console]::Out.Write(('##octopus[stdout-{0}]{1}{2}{1}##octopus[stdout-default]{1}' -f $Level, "\`n", $Text))
}

function Set-OctopusVariable([string] $name, [string] $value, [switch] $sensitive) {
  if ($sensitive) {
    Write-FlotillaMessage 'mask' ([ordered]@{ value = $value })
    Write-FlotillaMessage 'setVariable' ([ordered]@{ name = $name; value = $value; sensitive = 'True' })
  }
  else {
    Write-FlotillaMessage 'setVariable' ([ordered]@{ name = $name; value = $value })
  }
}

function New-OctopusArtifact {
  [CmdletBinding()]
  param(
    [Parameter(Mandatory = $true, Position = 0, ValueFromPipeline = $true, ValueFromPipelineByPropertyName = $true)]
    [Alias('fullpath', 'fullname')]
    [string] $Path,
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = $true)]
    [string] $Name = ''
  )
  process {
    $file = [System.IO.FileInfo]::new($ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path))
    $length = 0
    if ($file.Exists) { $length = $file.Length }
    $shown = $Name
    if ($shown -eq '') { $shown = $file.Name }
    Write-FlotillaMessage 'createArtifact' ([ordered]@{ path = $file.FullName; name = $shown; length = $length })
  }
}

function Fail-Step([string] $message) {
  if ($message -ne '') { Write-FlotillaMessage 'resultMessage' ([ordered]@{ message = $message }) }
  exit -1
}

function Fail-HealthCheck([string] $message) {
  Fail-Step $message
}

function Update-Progress([int] $percentage, [string] $message) {
  Write-FlotillaMessage 'progress' ([ordered]@{ percentage = $percentage; message = $message })
}

function Write-Verbose {
  [CmdletBinding()]
  param([Parameter(Position = 0, ValueFromPipeline = $true)] [Alias('Msg')] [string] $Message)
  process { Write-FlotillaLine 'verbose' $Message }
}

function Write-Debug {
  [CmdletBinding()]
  param([Parameter(Position = 0, ValueFromPipeline = $true)] [Alias('Msg')] [string] $Message)
  process { Write-FlotillaLine 'verbose' $Message }
}

function Write-Highlight {
  [CmdletBinding()]
  param([Parameter(Position = 0, ValueFromPipeline = $true)] [string] $Message)
  process { Write-FlotillaLine 'highlight' $Message }
}

function Write-Wait {
  [CmdletBinding()]
  param([Parameter(Position = 0, ValueFromPipeline = $true)] [string] $Message)
  process { Write-FlotillaLine 'wait' $Message }
}

function Write-Warning {
  [CmdletBinding()]
  param([Parameter(Position = 0, ValueFromPipeline = $true)] [Alias('Msg')] [string] $Message)
  process { Write-FlotillaLine 'warning' $Message }
}

function Execute-WithRetry([ScriptBlock] $command, [int] $maxFailures = 3, [int] $sleepBetweenFailures = 1) {
  for ($attempt = 1; ; $attempt++) {
    try {
      & $command
      return
    }
    catch {
      if ($attempt -ge $maxFailures) { throw }
      Write-FlotillaLine 'default' ('Attempt {0} of {1} failed: {2}' -f $attempt, $maxFailures, $_.Exception.Message)
      Start-Sleep -Seconds $sleepBetweenFailures
    }
  }
}

function New-OctopusTarget(
  [string] $Name,
  [string] $TargetId,
  [string] $Inputs,
  [string[]] $Roles,
  [string] $WorkerPoolIdOrName,
  [switch] $UpdateIfExisting
) {
  Write-FlotillaMessage 'createStepPackageTarget' ([ordered]@{
    name                              = $Name
    targetId                          = $TargetId
    inputs                            = $Inputs
    octopusRoles                      = ($Roles -join ',')
    octopusDefaultWorkerPoolIdOrName  = $WorkerPoolIdOrName
    updateIfExisting                  = [bool] $UpdateIfExisting
  })
}

function Remove-OctopusTarget([string] $targetIdOrName) {
  Write-FlotillaMessage 'delete-target' ([ordered]@{ machine = $targetIdOrName })
}

function Write-FlotillaEnvironment {
  $key = 'Octopus.Action.Script.SuppressEnvironmentLogging'
  if ($OctopusParameters.ContainsKey($key) -and $OctopusParameters[$key] -eq 'True') { return }
  $facts = $PSVersionTable.PSVersion, [System.Environment]::OSVersion, [System.Environment]::UserName, $PWD.Path
  Write-FlotillaLine 'verbose' ('PowerShell {0} on {1}, user {2}, in {3}' -f $facts)
}

Import-FlotillaVariables
Write-FlotillaEnvironment
`
