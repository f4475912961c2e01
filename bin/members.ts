import { userInfo } from 'node:os'
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { calledAs } from '../lib/commands/called-as.ts'
import { type OpenStage, openStage, type StageChoice } from '../lib/commands/open-stage.ts'
import { readOverrides } from '../lib/config/overrides.ts'
import { readLocalStage, readStageFile } from '../lib/config/stage-file.ts'
import { defaultStageName } from '../lib/config/stage-name.ts'
import { type StatusChange, statusChanges } from '../lib/domain/member/status-change.ts'
import { defined } from '../lib/domain/values/defined.ts'
import { analyzeFile } from '../lib/operators/analyzing/analyze-file.ts'
import { reportOf } from '../lib/operators/analyzing/report.ts'
import { changeStatus, unlinkFor } from '../lib/operators/change.ts'
import { exportFile } from '../lib/operators/exporting/export-file.ts'
import { readFileOptions } from '../lib/operators/importing/file-options.ts'
import { importFile } from '../lib/operators/importing/import-file.ts'
import { importJson, importText } from '../lib/operators/importing/import-report.ts'
import { UnusableFile } from '../lib/operators/importing/reading/unusable-file.ts'
import { undoImport } from '../lib/operators/importing/undo-import.ts'
import type { OperatorContext } from '../lib/operators/operator-context.ts'
import { meterFor } from '../lib/operators/progress.ts'
import { showToOperator } from '../lib/operators/show.ts'

const usage =
  calledAs(`npm run members -- analyze FILE   previews an import, and the cases under the policy of --stage (or IEUM_POLICY)
    --language en     reports in English (default: ko)
npm run members -- import FILE    imports members of the old system from .csv, .tsv, .jsonl or .xlsx
    --check           writes only FILE.rejects.jsonl and FILE.warnings.jsonl, and no member
    --update          renews who is there and has neither signed in nor changed since; empties no value
    --at-once N       members written at the same time (default: 32)
    --json            prints the result as one line of JSON
npm run members -- undo ID        takes back the members of an import who have neither signed in nor changed since
Of FILE, for analyze and import:
    --encoding NAME   of a text file that is not UTF-8 or UTF-16 with its mark: cp949, utf-16le, …
    --map COLUMN=FIELD        names a column, or all columns by a file of such lines. May be given again
    --map-value WORD=MEANING  says what a word of the old system means (정지=suspended). May be given again
    --ignore-unknown  ignores unknown columns
    --strict          rejects a record for each value that is not understood, instead of leaving the value out
npm run members -- export FILE    exports every member to a new .csv or .jsonl that can be imported and only you can read
    --with-passwords  includes password hashes, without which no imported member can sign in by password
npm run members -- show MEMBER    shows members masked, or in full with --full
npm run members -- suspend | unsuspend | deactivate | reactivate MEMBER
npm run members -- unlink MEMBER PROVIDER[:SUBJECT]    not the last login method, unless with --force

MEMBER is an id, an e-mail address, a phone number, provider:subject, login: with a login ID, or external: with the
old system's id.
    --operator NAME   your name in the member's history (default: IEUM_OPERATOR, or the logged-in user)

Choose the stage:
    --local           the local stack (PORT or --port; or the data folder IEUM_DATA)
    --stage NAME      the deployed stage of this name
    (neither)         IEUM_TABLE and IEUM_SECRETS or IEUM_SECRETS_ARN in the shell`)

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
  encoding: { type: 'string' },
  map: { type: 'string', multiple: true },
  'map-value': { type: 'string', multiple: true },
  strict: { type: 'boolean' },
  update: { type: 'boolean' },
  json: { type: 'boolean' },
  'at-once': { type: 'string' },
  help: { type: 'boolean' },
} satisfies ParseArgsOptionsConfig

const { values, positionals } = parseArgs({ options, allowPositionals: true })

/** How FILE is to be read and understood. */
const fileOptions = () =>
  readFileOptions({
    ...defined({ map: values.map, mapValue: values['map-value'], encoding: values.encoding }),
    ignoresUnknown: values['ignore-unknown'] === true,
    strict: values.strict === true,
  })

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
  const { policy, sms, timeZone } = policyStage()
  const at = { now: new Date(), recycledAfterSeconds: (sms?.recycledAfterDays ?? 90) * 86_400 }
  const analysis = await analyzeFile(argument('FILE'), policy, { ...(await fileOptions()), timeZone, at })
  process.stdout.write(reportOf(analysis, values.language === 'en' ? 'en' : 'ko'))
}

const runImport = async (): Promise<void> => {
  const file = argument('FILE')
  const chosen = {
    ...(await fileOptions()),
    file,
    checks: values.check === true,
    updates: values.update === true,
  }
  const atOnce = Math.max(1, number('--at-once', values['at-once'], 32))
  await withStage(async ({ store, world, tableId, writeMuch }) => {
    const meter = await meterFor(file, process.stderr)
    const { record } = world.ids
    const { timeZone } = world.stage
    const { hashes } = world
    const destination = { imports: store.imports, hashes, record, tableId, timeZone, now: world.clock.now }
    const imported = await writeMuch(() =>
      importFile(destination, { ...chosen, atOnce, onProgress: meter.show }),
    ).finally(meter.stop)
    const reported = { ...imported, ...chosen }
    console.log(values.json === true ? importJson(reported) : importText(reported))
    if (imported.unfinished !== undefined) throw imported.unfinished
  })
}

const runUndo = (): Promise<void> =>
  withStage(async ({ store, writeMuch }) => {
    const { takenBack, leftAlone } = await writeMuch(() => undoImport(store.imports, argument('ID')))
    const text = `taken back ${takenBack}, left alone ${leftAlone} who have signed in or changed since`
    console.log(values.json === true ? JSON.stringify({ takenBack, leftAlone }) : text)
  })

const runStatusChange = (change: StatusChange) => (): Promise<void> =>
  asOperator(async (context) => ({
    id: await changeStatus(context, argument('MEMBER'), change),
    done: change,
  }))

const commands: Readonly<Record<string, () => Promise<void>>> = {
  analyze: runAnalyze,
  import: runImport,
  undo: runUndo,
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

/** The same command with more options. */
const commandWith = (more: readonly string[]): string =>
  ['npm run members --', ...[...process.argv.slice(2), ...more].map(quoted)].join(' ')

const quoted = (word: string): string =>
  /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  if (error instanceof UnusableFile && error.tryOptions.length > 0) {
    console.error(`This command would read it:\n  ${commandWith(error.tryOptions)}`)
  }
  process.exitCode = 1
})
