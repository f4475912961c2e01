import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { importFile } from '../lib/operators/importing/import-file.ts'
import { meterFor } from '../lib/operators/progress.ts'
import { openStage, type StageChoice } from './open-stage.ts'

const usage = `npm run members -- import FILE    members of the old system, from .csv or .jsonl
    --check           only looks: writes why records would be rejected, and nothing else
    --ignore-unknown  leaves columns out that are not known
    --at-once N       members that are written at a time (32)

Which members:
    --local           the house on this laptop (PORT or --port; or what IEUM_DATA keeps)
    --stage NAME      what was deployed under this name
    (neither)         IEUM_TABLE and IEUM_SECRETS or IEUM_SECRETS_ARN in the shell`

const options = {
  local: { type: 'boolean' },
  port: { type: 'string' },
  stage: { type: 'string' },
  check: { type: 'boolean' },
  'ignore-unknown': { type: 'boolean' },
  'at-once': { type: 'string' },
  help: { type: 'boolean' },
} satisfies ParseArgsOptionsConfig

const { values, positionals } = parseArgs({ options, allowPositionals: true })

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

function argument(name: string): string {
  const [, given] = positionals
  if (given === undefined) throw new Error(`${name} is missing\n\n${usage}`)
  return given
}

async function runImport(): Promise<void> {
  const file = argument('FILE')
  const stage = await openStage(chosenStage())
  const meter = await meterFor(file, process.stderr)
  try {
    const { store, world, tableId } = stage
    const record = world.ids.record
    const now = world.clock.now
    const destination = { imports: store.imports, hashes: world.hashes, record, tableId, now }
    const { counts, resumedAfter, rejects } = await stage.writeMuch(() =>
      importFile(destination, {
        file,
        checks: values.check === true,
        ignoresUnknown: values['ignore-unknown'] === true,
        atOnce: Math.max(1, number('--at-once', values['at-once'], 32)),
        onProgress: meter.show,
      }),
    )
    meter.stop()
    if (resumedAfter > 0) console.log(`went on after record ${resumedAfter}`)
    const { imported, there, sharing, rejected } = counts
    console.log(`${values.check ? 'would be imported' : 'imported'}  ${imported}`)
    console.log(`there already  ${there}`)
    console.log(`sharing an address, a number or a CI with others  ${sharing}`)
    console.log(`rejected  ${rejected}${rejected > 0 ? `, see ${rejects}` : ''}`)
  } finally {
    meter.stop()
    await stage.close()
  }
}

const commands: Readonly<Record<string, () => Promise<void>>> = { import: runImport }

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
