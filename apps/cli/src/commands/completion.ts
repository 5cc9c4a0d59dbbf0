import type { Command } from 'commander'
import { candidatesFor } from '../completion/candidates.ts'
import { completionScript, SHELLS, type Shell } from '../completion/scripts.ts'
import { document } from '../documentation.ts'

/** The name of the command that the scripts call; people never type it. */
const COMPLETE = '__complete'

export function addCompletionCommands(program: Command): void {
  const completion = program
    .command('completion')
    .description('print a script that completes commands, options and names in your shell')
  completion.addArgument(completion.createArgument('<shell>', 'the shell').choices(SHELLS))
  document(completion, {
    details: [
      'Names of projects, environments, tenants and targets are asked from the server of FLOTILLA_URL, if that is set; without an answer within a second there are none.',
      'Bash: add  source <(flotilla completion bash)  to ~/.bashrc. Zsh: the same with zsh, in ~/.zshrc behind compinit. Fish: flotilla completion fish > ~/.config/fish/completions/flotilla.fish',
    ],
    examples: ['flotilla completion bash', 'flotilla completion zsh', 'flotilla completion fish'],
  }).action((shell: Shell) => void process.stdout.write(completionScript(shell, COMPLETE)))

  program
    .command(COMPLETE, { hidden: true })
    .argument('[words...]')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (words: readonly string[]) => {
      // Whatever goes wrong here goes wrong in the middle of somebody's typing: it is silent.
      const candidates = await candidatesFor(program, words, process.env).catch(() => [])
      process.stdout.write(candidates.map(({ value, says }) => `${value}\t${says}\n`).join(''))
      // A request that is still open must not hold up the shell.
      process.exit()
    })
}
