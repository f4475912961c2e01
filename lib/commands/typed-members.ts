import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import type { Locale } from '../domain/values/locale.ts'
import { faultyOption } from './calling/faulty-option.ts'
import { commandWords, languageOf, memberOptions, typedNumber } from './members-options.ts'
import { membersUsage } from './members-usage.ts'
import type { TypedCommand } from './moving/file-command.ts'
import { type OpenStage, openStage, type StageChoice } from './open-stage.ts'
import { saidFault } from './saying/said-fault.ts'

/** A call of `npm run members`, as typed. */
export interface TypedMembers extends TypedCommand {
  /** The first word: what to do. */
  readonly command: string | undefined
  /** The words behind it. */
  readonly behind: readonly string[]
  /** An argument after the command, the first by default. Throws an `Error` with the usage where it is missing. */
  argument(name: string, place?: number): string
  stageChoice(): StageChoice
  /** The words of the command itself. */
  words(): (typeof commandWords)[Locale]
  /** What is told of an error, in a language also where the option for it is what is wrong. */
  fault(error: unknown): string
}

const portOption = { name: '--port', fallback: 3000, from: 1, to: 65_535 } as const

/** `analyze` is Korean unless somebody says otherwise. */
const usualOf = (command: string | undefined): Locale => (command === 'analyze' ? 'ko' : 'en')

/** Reads what was typed after `npm run members --`. Gives the text of a fault where an option is none. */
export function typedMembers(given: readonly string[]): TypedMembers | string {
  const faulty = faultyOption(memberOptions, given)
  if (faulty !== undefined) return saidFault(faulty, languageOf(undefined, process.env, 'en'))
  const { values, positionals } = parseArgs({
    args: [...given],
    options: memberOptions,
    allowPositionals: true,
  })
  const [command, ...behind] = positionals
  const usual = usualOf(command)
  const language = (fallback: Locale): Locale => languageOf(values.language, process.env, fallback)
  const words = () => commandWords[language(usual)]
  const known = values.language === 'ko' || values.language === 'en' ? values.language : undefined

  function stageChoice(): StageChoice {
    if (values.stage !== undefined) return { kind: 'deployed', name: values.stage }
    if (values.local)
      return { kind: 'local', port: typedNumber(values.port ?? process.env['PORT'], portOption) }
    return { kind: 'variables' }
  }

  return {
    command,
    behind,
    values,
    language,
    words,
    stageChoice,
    operatorName: () => values.operator ?? (process.env['IEUM_OPERATOR'] || userInfo().username),
    argument(name, place = 1) {
      const value = positionals[place]
      if (value === undefined) throw new Error(`${words().missing(name)}\n\n${membersUsage(language('en'))}`)
      return value
    },
    async withStage<Result>(work: (stage: OpenStage) => Promise<Result>): Promise<Result> {
      const stage = await openStage(stageChoice())
      try {
        return await work(stage)
      } finally {
        await stage.close()
      }
    },
    fault: (error) => saidFault(error, languageOf(known, process.env, usual)),
  }
}
