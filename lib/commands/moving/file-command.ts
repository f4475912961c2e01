import { defined } from '../../domain/values/defined.ts'
import type { Locale } from '../../domain/values/locale.ts'
import { type FileOptions, readFileOptions } from '../../operators/importing/file-options.ts'
import { checkFile } from '../../operators/importing/reading/usable-file.ts'
import type { MemberOptions } from '../members-options.ts'
import type { OpenStage } from '../open-stage.ts'

/** A command as typed, with the stage that it means. */
export interface TypedCommand {
  readonly values: MemberOptions
  /** The first argument after the command: a file, or an id. Throws an `Error` with the usage. */
  argument(name: string): string
  language(fallback: Locale): Locale
  /** Who runs it: `--operator`, the shell's `IEUM_OPERATOR`, or the user of this machine. */
  operatorName(): string
  withStage<Result>(work: (stage: OpenStage) => Promise<Result>): Promise<Result>
}

/** The file that a command reads. Throws as `checkFile` does, and an `Error` with the usage where it is missing. */
export async function readableFile({ argument }: TypedCommand): Promise<string> {
  const file = argument('FILE')
  await checkFile(file)
  return file
}

/** How the file of a command is to be read and understood. Throws `UnusableFile` as `readFileOptions` does. */
export const fileOptionsOf = ({ values }: TypedCommand): Promise<FileOptions> =>
  readFileOptions({
    ...defined({ map: values.map, mapValue: values['map-value'], encoding: values.encoding }),
    ignoresUnknown: values['ignore-unknown'] === true,
    strict: values.strict === true,
  })
