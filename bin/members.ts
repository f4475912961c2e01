import { userInfo } from 'node:os'
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { type OpenStage, openStage, type StageChoice } from '../lib/commands/open-stage.ts'
import { readOverrides } from '../lib/config/overrides.ts'
import { readLocalStage, readStageFile } from '../lib/config/stage-file.ts'
import { defaultStageName } from '../lib/config/stage-name.ts'
import { type StatusChange, statusChanges } from '../lib/domain/member/status-change.ts'
import { analyzeFile } from '../lib/operators/analyzing/analyze-file.ts'
import { reportOf } from '../lib/operators/analyzing/report.ts'
import { changeStatus, unlinkFor } from '../lib/operators/change.ts'
import { exportFile } from '../lib/operators/exporting/export-file.ts'
import { importFile } from '../lib/operators/importing/import-file.ts'
import type { OperatorContext } from '../lib/operators/operator-context.ts'
import { meterFor } from '../lib/operators/progress.ts'
import { showToOperator } from '../lib/operators/show.ts'

const usage = `npm run members -- analyze FILE   previews an import, and the cases under the policy of --stage (or IEUM_POLICY)
    --language en     reports in English (default: ko)
npm run members -- import FILE    imports members of the old system from .csv or .jsonl
    --check           writes only the reasons why records would be rejected
    --ignore-unknown  ignores unknown columns
    --at-once N       members written at the same time (default: 32)
npm run members -- export FILE    exports every member to a new .csv or .jsonl that can be imported and only you can read
    --with-passwords  includes password hashes, without which no imported member can sign in by password
npm run members -- show MEMBER    shows members masked, or in full with --full
npm run members -- suspend | unsuspend | deactivate | reactivate MEMBER
npm run members -- unlink MEMBER PROVIDER[:SUBJECT]    not the last login method, unless with --force

MEMBER is an id, an e-mail address, a phone number, provider:subject, or external: with the old system's id.
    --operator NAME   your name in the member's history (default: IEUM_OPERATOR, or the logged-in user)

Choose the stage:
    --local           the local stack (PORT or --port; or the data folder IEUM_DATA)
    --stage NAME      the deployed stage of this name
    (neither)         IEUM_TABLE and IEUM_SECRETS or IEUM_SECRETS_ARN in the shell`

const options = {
  local: { type: 'boolean' },
  port: { type: 'string' },
  stage: { type: 'string' },
  operator: { type: 'string' },
  check: { type: 'boolean' },
  full: { type: 'boolean' },
  'with-passwords': { type: 'boolean' },
  force: { type: 'boolean' },
  language: { type: 'string' },
  'ignore-unknown': { type: 'boolean' },
  'at-once': { type: 'string' },
  help: { type: 'boolean' },
} satisfies ParseArgsOptionsConfig

const { values, positionals } = parseArgs({ options, allowPositionals: true })
const ignoresUnknown = values['ignore-unknown'] === true

function stageChoice(): StageChoice {
  if (values.stage !== undefined) return { kind: 'deployed', name: values.stage }
  if (values.local) return { kind: 'local', port: number('--port', values.port ?? process.env['PORT'], 3000) }
  return { kind: 'variables' }
}

function number(name: string, value: string | undefined, fallback: number): number {
  if (value === undefined || value === '') return fallback
  if (/^\d{1,5}$/.test(value)) return Number(value)
  throw new Error(`${name} is "${value}"; it must be a whole number`)
}

function argument(name: string, place = 1): string {
  const value = positionals[place]
  if (value === undefined) throw new Error(`${name} is missing\n\n${usage}`)
  return value
}

async function withStage<Result>(work: (stage: OpenStage) => Promise<Result>): Promise<Result> {
  const stage = await openStage(stageChoice())
  try {
    return await work(stage)
  } finally {
    await stage.close()
  }
}

/** Runs a command as an operator and prints its result. */
const asOperator = (work: (context: OperatorContext) => Promise<unknown>): Promise<void> =>
  withStage(async ({ world, store }) => {
    const operator = values.operator ?? (process.env['IEUM_OPERATOR'] || userInfo().username)
    console.log(JSON.stringify(await work({ world, operations: store.operations, operator }), null, 2))
  })

/** The stage whose policy is analysed: the named one, or `dev` overridden by the shell's variables. */
const policyStage = () =>
  values.stage === undefined
    ? readLocalStage(defaultStageName, readOverrides(process.env))
    : readStageFile(values.stage)

async function runAnalyze(): Promise<void> {
  const { policy, sms } = policyStage()
  const at = { now: new Date(), recycledAfterSeconds: (sms?.recycledAfterDays ?? 90) * 86_400 }
  const analysis = await analyzeFile(argument('FILE'), policy, { ignoresUnknown, at })
  process.stdout.write(reportOf(analysis, values.language === 'en' ? 'en' : 'ko'))
}

const runImport = (): Promise<void> =>
  withStage(async (stage) => {
    const file = argument('FILE')
    const meter = await meterFor(file, process.stderr)
    const { store, world, tableId } = stage
    const record = world.ids.record
    const now = world.clock.now
    const destination = { imports: store.imports, hashes: world.hashes, record, tableId, now }
    const checks = values.check === true
    const atOnce = Math.max(1, number('--at-once', values['at-once'], 32))
    const imported = await stage
      .writeMuch(() =>
        importFile(destination, { file, checks, ignoresUnknown, atOnce, onProgress: meter.show }),
      )
      .finally(meter.stop)
    const { counts, resumedAfter, rejects } = imported
    if (resumedAfter > 0) console.log(`resumed after record ${resumedAfter}`)
    console.log(`${checks ? 'would be imported' : 'imported'}  ${counts.imported}`)
    console.log(`there already  ${counts.there}`)
    console.log(`sharing a contact, a CI or a DI with others  ${counts.sharing}`)
    console.log(`rejected  ${counts.rejected}${counts.rejected > 0 ? `, see ${rejects}` : ''}`)
  })

const runStatusChange = (change: StatusChange) => (): Promise<void> =>
  asOperator(async (context) => ({
    id: await changeStatus(context, argument('MEMBER'), change),
    done: change,
  }))

const commands: Readonly<Record<string, () => Promise<void>>> = {
  analyze: runAnalyze,
  import: runImport,
  export: () =>
    asOperator((context) =>
      exportFile(context, argument('FILE'), { withPasswords: values['with-passwords'] === true }),
    ),
  show: () =>
    asOperator((context) => showToOperator(context, argument('MEMBER'), { full: values.full === true })),
  unlink: () =>
    asOperator((context) =>
      unlinkFor(context, argument('MEMBER'), argument('PROVIDER', 2), { force: values.force === true }),
    ),
  ...Object.fromEntries(statusChanges.map((change) => [change, runStatusChange(change)])),
}

async function main(): Promise<void> {
  const [command] = positionals
  const run = command !== undefined && Object.hasOwn(commands, command) ? commands[command] : undefined
  if (values.help || run === undefined) {
    console.log(usage)
    if (!values.help) process.exitCode = 1
    return
  }
  await run()
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
