import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'

const isOptionLike = (value: string): boolean => value.length > 1 && value.startsWith('-')

/**
 * What is wrong with the options of a command as typed, without their values, which may be secrets. Takes the options that
 * the command has and what follows its name. Undefined for arguments that `parseArgs` of Node takes.
 */
export function faultyOption(options: ParseArgsOptionsConfig, args: readonly string[]): Error | undefined {
  const { tokens } = parseArgs({
    options,
    args: [...args],
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const { name, rawName, value, inlineValue } = token
    const option = Object.hasOwn(options, name) ? options[name] : undefined
    if (option === undefined) return new Error(`There is no option ${rawName}. --help lists them`)
    if (option.type === 'boolean' && value !== undefined) return new Error(`${rawName} takes no value`)
    if (option.type === 'string' && (value === undefined || (!inlineValue && isOptionLike(value))))
      return new Error(`${rawName} needs a value. One that begins with - is given as ${rawName}=VALUE`)
  }
  return undefined
}
