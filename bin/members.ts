import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { faultyOption } from '../lib/commands/faulty-option.ts'
import { commandWords, languageOf, memberOptions, typedNumber } from '../lib/commands/members-options.ts'
import { membersUsage } from '../lib/commands/members-usage.ts'
import { runBulk } from '../lib/commands/moving/bulk.ts'
import { fileOptionsOf, type TypedCommand } from '../lib/commands/moving/file-command.ts'
import { runImport, runUndo } from '../lib/commands/moving/import.ts'
import { type OpenStage, openStage, type StageChoice } from '../lib/commands/open-stage.ts'
import {
  closeRestored,
  eraseRestored,
  indexAllNames,
  redriveMessages,
  republishSince,
} from '../lib/commands/repeating/repeat.ts'
import { saidFault } from '../lib/commands/said-fault.ts'
import { commandWith } from '../lib/commands/same-command.ts'
import { directRoutes } from '../lib/commands/support/direct-routes.ts'
import {
  type OperatorAction,
  oneMember,
  type ServiceRoutes,
  searchAll,
  unlinkingOf,
} from '../lib/commands/support/service-routes.ts'
import { signedRoutes } from '../lib/commands/support/signed-routes.ts'
import { readOverrides } from '../lib/config/overrides.ts'
import { readLocalStage, readStageFile } from '../lib/config/stage-file.ts'
import { defaultStageName, readStageName } from '../lib/config/stage-name.ts'
import { statusChanges } from '../lib/domain/member/status-change.ts'
import type { Locale } from '../lib/domain/values/locale.ts'
import { analyzeFile } from '../lib/operators/analyzing/analyze-file.ts'
import { reportOf } from '../lib/operators/analyzing/report.ts'
import { exportFile } from '../lib/operators/exporting/export-file.ts'
import { UnusableFile } from '../lib/operators/importing/reading/unusable-file.ts'

const faulty = faultyOption(memberOptions, process.argv.slice(2))
if (faulty !== undefined) {
  console.error(saidFault(faulty, languageOf(undefined, process.env, 'en')))
  process.exit(1)
}
const { values, positionals } = parseArgs({ options: memberOptions, allowPositionals: true })

/** What this command says itself. */
const words = () => commandWords[language(usual)]

/** `analyze` is Korean unless somebody says otherwise. */
const usual: Locale = positionals[0] === 'analyze' ? 'ko' : 'en'

/** The language of what failed, also where the option for it is what is wrong. */
const spoken = (): Locale =>
  languageOf(
    values.language === 'ko' || values.language === 'en' ? values.language : undefined,
    process.env,
    usual,
  )

const language = (fallback: Locale): Locale => languageOf(values.language, process.env, fallback)

function stageChoice(): StageChoice {
  if (values.stage !== undefined) return { kind: 'deployed', name: values.stage }
  if (values.local)
    return { kind: 'local', port: typedNumber('--port', values.port ?? process.env['PORT'], 3000) }
  return { kind: 'variables' }
}

function argument(name: string, place = 1): string {
  const value = positionals[place]
  if (value === undefined) throw new Error(`${words().missing(name)}\n\n${membersUsage(language('en'))}`)
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

const operatorName = (): string => values.operator ?? (process.env['IEUM_OPERATOR'] || userInfo().username)

const print = (result: unknown): void => console.log(JSON.stringify(result, null, 2))

/** The API's origin of a deployed stage. */
function serviceOrigin(name: string): string {
  const origin = process.env['IEUM_SERVICE_ORIGIN'] || readStageFile(readStageName(name)).origin
  if (origin) return origin
  throw new Error(`stages/${name}.json has no origin. Set IEUM_SERVICE_ORIGIN to the stack's output Origin`)
}

/** Runs a command of support and prints its result: by a deployed stage's service routes, else on the table. */
async function support(work: (routes: ServiceRoutes) => Promise<unknown>): Promise<void> {
  if (values.stage !== undefined)
    return print(await work(signedRoutes(serviceOrigin(values.stage), language('en'))))
  await withStage(async ({ world, store: { operations } }) =>
    print(await work(directRoutes({ world, operations, operator: operatorName() }, language('en')))),
  )
}

/** The stage whose policy is analysed: the named one, or `dev` overridden by the shell's variables. */
const policyStage = () =>
  values.stage === undefined
    ? readLocalStage(defaultStageName, readOverrides(process.env))
    : readStageFile(values.stage)

async function runAnalyze(): Promise<void> {
  const { policy, sms, timeZone, doors, passkeys } = policyStage()
  const recycledAfterSeconds = (sms?.recycledAfterDays ?? 90) * 86_400
  const judged = { now: new Date(), rpId: passkeys?.rpId ?? null, doors }
  const at = { ...judged, recycledAfterSeconds, sharedContacts: policy.sharedContacts }
  const locale = typed.language('ko')
  const options = { ...(await fileOptionsOf(typed)), timeZone, at }
  const analysis = await analyzeFile(argument('FILE'), policy, options)
  process.stdout.write(reportOf(analysis, locale))
  if (analysis.unfinished !== undefined) throw analysis.unfinished
}

/** The command as its room takes it. */
const typed: TypedCommand = {
  values,
  argument,
  language,
  withStage,
}

const runExport = (): Promise<void> =>
  withStage(async ({ world, store: { operations, exports } }) => {
    const context = { world, operations, exports, operator: operatorName() }
    const withPasswords = values['with-passwords'] === true
    const exported = await exportFile(context, argument('FILE'), { withPasswords })
    if (values.json === true) print(exported)
    else console.log(words().exported(exported.exported, argument('FILE')))
  })

const runRepublish = (): Promise<void> =>
  withStage(async (stage) => print(await republishSince(stage, stageChoice(), values.since)))

const runShow = (): Promise<void> =>
  support(async (routes) => {
    const found = await searchAll(routes, argument('MEMBER'))
    return values.full === true ? Promise.all(found.map(({ id }) => routes.show(id))) : found
  })

const runAction =
  (action: OperatorAction, body = (): object => ({})) =>
  (): Promise<void> =>
    support(async (routes) => {
      const given = body()
      return routes.act(await oneMember(routes, argument('MEMBER'), language('en')), action, given)
    })

const commands: Readonly<Record<string, () => Promise<void>>> = {
  analyze: runAnalyze,
  import: () => runImport(typed),
  bulk: () => runBulk(typed),
  undo: () => runUndo(typed),
  export: runExport,
  republish: runRepublish,
  redrive: () => withStage(async (stage) => print(await redriveMessages(stage))),
  'index-names': () => withStage(async (stage) => print(await indexAllNames(stage))),
  'erase-again': () =>
    withStage(async (stage) => print(await eraseRestored(stage, stageChoice(), operatorName()))),
  'close-again': () =>
    withStage(async (stage) => print(await closeRestored(stage, argument('TABLE'), operatorName()))),
  show: runShow,
  history: () =>
    support(async (routes) =>
      routes.history(await oneMember(routes, argument('MEMBER'), language('en')), values.before),
    ),
  unlink: runAction('unlink', () => unlinkingOf(argument('PROVIDER', 2), values.force === true)),
  'remove-passkey': runAction('remove-passkey', () => ({
    passkey: argument('PASSKEY', 2),
    force: values.force === true,
  })),
  close: runAction('close'),
  'sign-out': runAction('sign-out'),
  ...Object.fromEntries(statusChanges.map((change) => [change, runAction(change)])),
}

async function main(): Promise<void> {
  const [command] = positionals
  const run = command !== undefined && Object.hasOwn(commands, command) ? commands[command] : undefined
  if (values.help || run === undefined) {
    console.log(membersUsage(language('en')))
    if (!values.help) process.exitCode = 1
    return
  }
  await run()
}

main().catch((error: unknown) => {
  console.error(saidFault(error, spoken()))
  if (error instanceof UnusableFile && error.tryOptions.length > 0) {
    console.error(`${words().wouldRead}\n  ${commandWith(error.tryOptions)}`)
  }
  process.exitCode = 1
})
