import { enableCompileCache } from 'node:module'
import { parseArgs, styleText } from 'node:util'

const usualPort = 3000
const usage = `npm start
    the service on this laptop, with stages/dev.json and stand-ins for all providers
npm start -- --stage NAME
    with stages/NAME.json, at the providers whose ids it gives; their credentials come from the shell or IEUM_SECRETS`
const bold = (text: string): string => styleText('bold', text)
const dim = (text: string): string => styleText('dim', text)

/** The port that was asked for; `undefined` when that is no port. */
function wantedPort(): number | undefined {
  const port = Number(process.env['PORT'] ?? usualPort)
  return Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : undefined
}

function giveUp(...lines: readonly string[]): never {
  console.error(`\n${lines.map((line) => `  ${line}`).join('\n')}\n`)
  process.exit(1)
}

/** What to do about a start that failed, in words; anything unforeseen is shown as it is. */
function explain(error: unknown, port: number): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    giveUp(
      `Port ${port} is taken. Is ieum running already?`,
      `Stop the other program, or choose another port: ${bold(`PORT=${port + 1} npm start`)}`,
    )
  }
  if (code === 'EACCES')
    giveUp(`This user may not open port ${port}. Choose one above 1023: ${bold('PORT=3000 npm start')}`)
  if (error instanceof Error && error.name !== 'TypeError') giveUp(error.message)
  console.error(error)
  process.exit(1)
}

/** The stage that was asked for; ends with the usage for anything else. */
function wantedStage(): string | undefined {
  try {
    return parseArgs({ options: { stage: { type: 'string' } } }).values.stage
  } catch {
    giveUp(...usage.split('\n'))
  }
}

async function main(): Promise<void> {
  const stage = wantedStage()
  const port = wantedPort()
  if (port === undefined)
    giveUp(`PORT is ${process.env['PORT']}, which is no port. Try ${bold('PORT=3000 npm start')}`)
  // What was compiled once need not be again: the second start takes half as long as the first.
  enableCompileCache()
  const { startHouse } = await import('../lib/local/local-stack.ts')
  const house = await startHouse({ port, stage, print: (line) => console.log(`  ${line}`) }).catch(
    (error: unknown) => explain(error, port),
  )
  const { writeRunFile } = await import('../lib/local/run-file.ts')
  const takeNoteAway = await writeRunFile(house.port, house.environment)
  const kept = process.env['IEUM_DATA']
  console.log(`
  ${bold('ieum')} is ready ${dim(`after ${process.uptime().toFixed(1)} s`)}

    the demo   ${bold(`${house.origin}/`)}
    mails      ${house.origin}/_local/inbox
    the API    ${house.origin}/health

  ${dim(kept === undefined ? 'Everything is in memory and gone when this ends.' : `The data stays in ${kept}.`)}
  ${dim('Ctrl-C stops it.')}
`)
  stopOnSignal(async () => {
    await takeNoteAway()
    await house.stop()
  })
}

/** The first signal stops everything in order, a second one at once. */
function stopOnSignal(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.once(signal, () => process.exit(130))
      void stop().then(() => process.exit(0))
    })
  }
}

await main()
