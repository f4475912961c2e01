/**
 * The error for arguments beyond those of a command: a shell makes several files of `old*.csv`, and all but the first would be
 * forgotten. Takes the command's name, the names of what it takes, and what follows it. Undefined without such arguments.
 */
export function surplusArguments(
  command: string,
  names: readonly string[],
  given: readonly string[],
): Error | undefined {
  const surplus = given.slice(names.length)
  if (surplus.length === 0) return undefined
  const more = surplus.join(', ')
  if (names.length === 0)
    return new Error(`${command} takes nothing behind its name, and there is more: ${more}`)
  return names[0] === 'FILE'
    ? new Error(
        `${command} takes FILE alone, and there is more: ${more}. Give each file a command of its own`,
      )
    : new Error(`${command} takes ${names.join(' and ')} alone, and there is more: ${more}`)
}
