import { UnusableFile } from '../operators/importing/reading/unusable-file.ts'
import { commandWith } from './calling/same-command.ts'
import { surplusArguments } from './calling/surplus-arguments.ts'
import { unknownCommand } from './calling/unknown-command.ts'
import { commands } from './command-table.ts'
import { membersUsage } from './members-usage.ts'
import { type TypedMembers, typedMembers } from './typed-members.ts'

/**
 * Runs `npm run members -- …`: takes what follows the two dashes, prints the result, and gives the exit code. What failed is
 * printed as an error; nothing is thrown.
 */
export async function runMembers(given: readonly string[]): Promise<number> {
  const typed = typedMembers(given)
  if (typeof typed === 'string') {
    console.error(typed)
    return 1
  }
  try {
    return await runTyped(typed)
  } catch (error) {
    console.error(typed.fault(error))
    if (error instanceof UnusableFile && error.tryOptions.length > 0) {
      console.error(`${typed.words().wouldRead}\n  ${commandWith(error.tryOptions, given)}`)
    }
    return 1
  }
}

async function runTyped(typed: TypedMembers): Promise<number> {
  const { command: name, values, language, behind } = typed
  if (values.help || name === undefined) {
    console.log(membersUsage(language('en')))
    return values.help ? 0 : 1
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) throw unknownCommand(name, Object.keys(commands))
  const surplus = surplusArguments(name, command.takes, behind)
  if (surplus !== undefined) throw surplus
  await command.run(typed)
  return 0
}
