import { readOverrides } from '../../config/overrides.ts'
import { readLocalStage, readStageFile } from '../../config/stage-file.ts'
import { defaultStageName } from '../../config/stage-name.ts'
import { analyzeFile } from '../../operators/analyzing/analyze-file.ts'
import { reportOf } from '../../operators/analyzing/report.ts'
import { fileOptionsOf, readableFile, type TypedCommand } from './file-command.ts'

/** The stage whose policy is analysed: the named one, or `dev` overridden by the shell's variables. */
const policyStage = (name: string | undefined) =>
  name === undefined ? readLocalStage(defaultStageName, readOverrides(process.env)) : readStageFile(name)

/** Analyses a file. Throws `UnfinishedFile` after what was read before. */
export async function runAnalyze(command: TypedCommand): Promise<void> {
  const { values, language } = command
  const file = await readableFile(command)
  const { policy, sms, timeZone, doors, passkeys } = policyStage(values.stage)
  const recycledAfterSeconds = (sms?.recycledAfterDays ?? 90) * 86_400
  const judged = { now: new Date(), rpId: passkeys?.rpId ?? null, doors }
  const at = { ...judged, recycledAfterSeconds, sharedContacts: policy.sharedContacts }
  const locale = language('ko')
  const options = { ...(await fileOptionsOf(command)), timeZone, at }
  const analysis = await analyzeFile(file, policy, options)
  process.stdout.write(reportOf(analysis, locale))
  if (analysis.unfinished !== undefined) throw analysis.unfinished
}
