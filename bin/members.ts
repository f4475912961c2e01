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
import { show } from '../lib/operators/show.ts'

const usage = `npm run members -- analyze FILE   what an import would bring, and what the policy of --stage (or IEUM_POLICY) would make of it
    --language en     the report in English (default: ko)
npm run members -- import FILE    members of the old system, from .csv or .jsonl
    --check           only looks: writes why records would be rejected, and nothing else
    --ignore-unknown  leaves columns out that are not known
    --at-once N       members that are written at a time (32)
npm run members -- export FILE    every member, to a new .csv or .jsonl that can be imported; the file is its owner's
    --with-passwords  their hashes too: without them, nobody can come in by password where it is imported
npm run members -- show WHOM      masked; --full shows all
npm run members -- suspend | unsuspend | deactivate | reactivate WHOM
npm run members -- unlink WHOM PROVIDER[:SUBJECT]    never the last way in, unless --force

WHOM is an id, an e-mail address, a phone number, provider:subject, or external: and the old system's id.
    --operator NAME   who does it (IEUM_OPERATOR, or who is logged in): it stands in the member's history

Which members:
    --local           the house on this laptop (PORT or --port; or what IEUM_DATA keeps)
    --stage NAME      what was deployed under this name
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

function chosenStage(): StageChoice {
  if (values.stage !== undefined) return { kind: 'deployed', name: values.stage }
  if (values.local) return { kind: 'local', port: number('--port', values.port ?? process.env['PORT'], 3000) }
  return { kind: 'variables' }
}

function number(name: string, given: string | undefined, otherwise: number): number {
  if (given === undefined || given === '') return otherwise
  if (/^\d{1,5}$/.test(given)) return Number(given)
  throw new Error(`${name} is "${given}"; allowed is a whole number`)
}

function argument(name: string, place = 1): string {
  const given = positionals[place]
  if (given === undefined) throw new Error(`${name} is missing\n\n${usage}`)
  return given
}

async function atStage<Result>(work: (stage: OpenStage) => Promise<Result>): Promise<Result> {
  const stage = await openStage(chosenStage())
  try {
    return await work(stage)
  } finally {
    await stage.close()
  }
}

/** Does something as an operator, and prints what it gives. */
const atDesk = (work: (context: OperatorContext) => Promise<unknown>): Promise<void> =>
  atStage(async ({ world, store }) => {
    const operator = values.operator ?? (process.env['IEUM_OPERATOR'] || userInfo().username)
    console.log(JSON.stringify(await work({ world, operations: store.operations, operator }), null, 2))
  })

/** The stage whose policy is tried: one that is named, or `dev` with what the shell says in its place. */
const policyStage = () =>
  values.stage === undefined
    ? readLocalStage(defaultStageName, readOverrides(process.env))
    : readStageFile(values.stage)

async function runAnalyze(): Promise<void> {
  const { policy } = policyStage()
  const analysis = await analyzeFile(argument('FILE'), policy, { ignoresUnknown })
  process.stdout.write(reportOf(analysis, values.language === 'en' ? 'en' : 'ko'))
}

const runImport = (): Promise<void> =>
  atStage(async (stage) => {
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
    if (resumedAfter > 0) console.log(`went on after record ${resumedAfter}`)
    console.log(`${checks ? 'would be imported' : 'imported'}  ${counts.imported}`)
    console.log(`there already  ${counts.there}`)
    console.log(`sharing an address, a number or a CI with others  ${counts.sharing}`)
    console.log(`rejected  ${counts.rejected}${counts.rejected > 0 ? `, see ${rejects}` : ''}`)
  })

const runStanding = (change: StatusChange) => (): Promise<void> =>
  atDesk(async (context) => ({ id: await changeStatus(context, argument('WHOM'), change), done: change }))

const commands: Readonly<Record<string, () => Promise<void>>> = {
  analyze: runAnalyze,
  import: runImport,
  export: () =>
    atDesk((context) =>
      exportFile(context, argument('FILE'), { withPasswords: values['with-passwords'] === true }),
    ),
  show: () => atDesk((context) => show(context, argument('WHOM'), { full: values.full === true })),
  unlink: () =>
    atDesk((context) =>
      unlinkFor(context, argument('WHOM'), argument('PROVIDER', 2), { force: values.force === true }),
    ),
  ...Object.fromEntries(statusChanges.map((change) => [change, runStanding(change)])),
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
