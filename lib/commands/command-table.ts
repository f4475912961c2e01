import { readStageFile } from '../config/stage-file.ts'
import { readStageName } from '../config/stage-name.ts'
import { statusChanges } from '../domain/member/status-change.ts'
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
import type { TypedMembers } from './typed-members.ts'

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

/** A command of `npm run members`. */
interface MembersCommand {
  /** What it takes behind its name, in the order in which it is typed. */
  readonly takes: readonly string[]
  run(typed: TypedMembers): Promise<void>
}

const memberCommand = (run: MembersCommand['run']): MembersCommand => ({ takes: ['MEMBER'], run })

/** The commands, by name. */
export const commands: Readonly<Record<string, MembersCommand>> = {
  analyze: { takes: ['FILE'], run: runAnalyze },
  import: { takes: ['FILE'], run: runImport },
  bulk: { takes: ['FILE'], run: runBulk },
  undo: { takes: ['ID'], run: runUndo },
  export: { takes: ['FILE'], run: runExport },
  republish: {
    takes: [],
    run: ({ withStage, stageChoice, values }) =>
      withStage(async (stage) => print(await republishSince(stage, stageChoice(), values.since))),
  },
  redrive: {
    takes: [],
    run: ({ withStage }) => withStage(async (stage) => print(await redriveMessages(stage))),
  },
  'index-names': {
    takes: [],
    run: ({ withStage }) => withStage(async (stage) => print(await indexAllNames(stage))),
  },
  'erase-again': {
    takes: [],
    run: ({ withStage, stageChoice, operatorName }) =>
      withStage(async (stage) => print(await eraseRestored(stage, stageChoice(), operatorName()))),
  },
  'close-again': {
    takes: ['TABLE'],
    run: ({ withStage, argument, operatorName }) =>
      withStage(async (stage) => print(await closeRestored(stage, argument('TABLE'), operatorName()))),
  },
  show: memberCommand(runShow),
  history: memberCommand(runHistory),
  unlink: {
    takes: ['MEMBER', 'PROVIDER'],
    run: runAction('unlink', ({ argument, values }) =>
      unlinkingOf(argument('PROVIDER', 2), values.force === true),
    ),
  },
  'remove-passkey': {
    takes: ['MEMBER', 'PASSKEY'],
    run: runAction('remove-passkey', ({ argument, values }) => ({
      passkey: argument('PASSKEY', 2),
      force: values.force === true,
    })),
  },
  close: memberCommand(runAction('close')),
  'sign-out': memberCommand(runAction('sign-out')),
  ...Object.fromEntries(statusChanges.map((change) => [change, memberCommand(runAction(change))])),
}
