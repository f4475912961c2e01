import { readStageFile } from '../config/stage-file.ts'
import { readStageName } from '../config/stage-name.ts'
import { statusChanges } from '../domain/member/status-change.ts'
import { UnusableFile } from '../operators/importing/reading/unusable-file.ts'
import { commandWith } from './calling/same-command.ts'
import { surplusArguments } from './calling/surplus-arguments.ts'
import { membersUsage } from './members-usage.ts'
import { runAnalyze } from './moving/analyze.ts'
import { runBulk } from './moving/bulk.ts'
import { runExport } from './moving/export.ts'
import { runImport, runUndo } from './moving/import.ts'
import {
  closeRestored,
  eraseRestored,
  indexAllNames,
  redriveMessages,
  republishSince,
} from './repeating/repeat.ts'
import { directRoutes } from './support/direct-routes.ts'
import {
  type OperatorAction,
  oneMember,
  type ServiceRoutes,
  searchAll,
  unlinkingOf,
} from './support/service-routes.ts'
import { signedRoutes } from './support/signed-routes.ts'
import { type TypedMembers, typedMembers } from './typed-members.ts'

const print = (result: unknown): void => console.log(JSON.stringify(result, null, 2))

/** The API's origin of a deployed stage. */
function serviceOrigin(name: string): string {
  const origin = process.env['IEUM_SERVICE_ORIGIN'] || readStageFile(readStageName(name)).origin
  if (origin) return origin
  throw new Error(`stages/${name}.json has no origin. Set IEUM_SERVICE_ORIGIN to the stack's output Origin`)
}

/** Runs a command of support and prints its result: by a deployed stage's service routes, else on the table. */
async function support(
  { values, language, operatorName, withStage }: TypedMembers,
  work: (routes: ServiceRoutes) => Promise<unknown>,
): Promise<void> {
  if (values.stage !== undefined)
    return print(await work(signedRoutes(serviceOrigin(values.stage), language('en'))))
  await withStage(async ({ world, store: { operations } }) =>
    print(await work(directRoutes({ world, operations, operator: operatorName() }, language('en')))),
  )
}

const runShow = (typed: TypedMembers): Promise<void> =>
  support(typed, async (routes) => {
    const found = await searchAll(routes, typed.argument('MEMBER'))
    return typed.values.full === true ? Promise.all(found.map(({ id }) => routes.show(id))) : found
  })

const runHistory = (typed: TypedMembers): Promise<void> =>
  support(typed, async (routes) =>
    routes.history(
      await oneMember(routes, typed.argument('MEMBER'), typed.language('en')),
      typed.values.before,
    ),
  )

const runAction =
  (action: OperatorAction, body = (_typed: TypedMembers): object => ({})) =>
  (typed: TypedMembers): Promise<void> =>
    support(typed, async (routes) => {
      const given = body(typed)
      return routes.act(
        await oneMember(routes, typed.argument('MEMBER'), typed.language('en')),
        action,
        given,
      )
    })

const commands: Readonly<Record<string, (typed: TypedMembers) => Promise<void>>> = {
  analyze: runAnalyze,
  import: runImport,
  bulk: runBulk,
  undo: runUndo,
  export: runExport,
  republish: ({ withStage, stageChoice, values }) =>
    withStage(async (stage) => print(await republishSince(stage, stageChoice(), values.since))),
  redrive: ({ withStage }) => withStage(async (stage) => print(await redriveMessages(stage))),
  'index-names': ({ withStage }) => withStage(async (stage) => print(await indexAllNames(stage))),
  'erase-again': ({ withStage, stageChoice, operatorName }) =>
    withStage(async (stage) => print(await eraseRestored(stage, stageChoice(), operatorName()))),
  'close-again': ({ withStage, argument, operatorName }) =>
    withStage(async (stage) => print(await closeRestored(stage, argument('TABLE'), operatorName()))),
  show: runShow,
  history: runHistory,
  unlink: runAction('unlink', ({ argument, values }) =>
    unlinkingOf(argument('PROVIDER', 2), values.force === true),
  ),
  'remove-passkey': runAction('remove-passkey', ({ argument, values }) => ({
    passkey: argument('PASSKEY', 2),
    force: values.force === true,
  })),
  close: runAction('close'),
  'sign-out': runAction('sign-out'),
  ...Object.fromEntries(statusChanges.map((change) => [change, runAction(change)])),
}

/**
 * Runs `npm run members -- …`: takes what follows the two dashes, prints the result, and gives the exit code. What failed is
 * printed as an error; nothing is thrown.
 */
export async function runMembers(given: readonly string[]): Promise<number> {
  const typed = typedMembers(given)
  if (typeof typed === 'string') {
    console.error(typed)
    return 1
  }
  try {
    return await runTyped(typed)
  } catch (error) {
    console.error(typed.fault(error))
    if (error instanceof UnusableFile && error.tryOptions.length > 0) {
      console.error(`${typed.words().wouldRead}\n  ${commandWith(error.tryOptions, given)}`)
    }
    return 1
  }
}

async function runTyped(typed: TypedMembers): Promise<number> {
  const { command, values, language, behind } = typed
  const run = command !== undefined && Object.hasOwn(commands, command) ? commands[command] : undefined
  if (values.help || command === undefined || run === undefined) {
    console.log(membersUsage(language('en')))
    return values.help ? 0 : 1
  }
  const surplus = surplusArguments(command, behind)
  if (surplus !== undefined) throw surplus
  await run(typed)
  return 0
}
