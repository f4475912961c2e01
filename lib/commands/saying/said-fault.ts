import type { Locale } from '../../domain/values/locale.ts'
import { faultInKorean } from './korean-faults.ts'
import { systemFault } from './system-fault.ts'

/** What an error says. The AWS SDK says of a shell without a region or credentials nothing but that they are missing. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.message === 'Could not load credentials from any providers')
    return 'No credentials of AWS were found: choose a profile by AWS_PROFILE, or sign in by aws sso login. aws sts get-caller-identity shows whose the shell has'
  if (error.message !== 'Region is missing') return error.message
  return 'Region is missing: set AWS_REGION to the region of the stage, such as AWS_REGION=ap-northeast-2'
}

/** What an operator reads when a command failed, in the operator's language, and what to do. */
export const saidFault = (error: unknown, locale: Locale = 'en'): string =>
  systemFault(error, locale) ?? (locale === 'ko' ? faultInKorean(messageOf(error)) : messageOf(error))
