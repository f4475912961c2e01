import { enableCompileCache } from 'node:module'
import { parseArgs, styleText } from 'node:util'
import { calledAs } from '../lib/commands/called-as.ts'

const defaultPort = 3000
const usage = calledAs(`npm start
    runs the service locally with stages/dev.json and a stand-in for every provider
npm start -- --stage NAME
    uses stages/NAME.json and its real providers; their credentials come from the shell or IEUM_SECRETS`)
const bold = (text: string): string => styleText('bold', text)
const dim = (text: string): string => styleText('dim', text)

/** The requested port. Undefined for an invalid one. */
function requestedPort(): number | undefined {
  const port = Number(process.env['PORT'] ?? defaultPort)
  return Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : undefined
}

function exitWith(...lines: readonly string[]): never {
  console.error(`\n${lines.map((line) => `  ${line}`).join('\n')}\n`)
  process.exit(1)
}

/** Explains a failed start. An unforeseen error is printed as it is. */
function explain(error: unknown, port: number): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    exitWith(
      `Port ${port} is taken. Is ieum running already?`,
      `Stop the other program, or choose another port: ${bold(calledAs(`PORT=${port + 1} npm start`))}`,
    )
  }
  if (code === 'EACCES')
    exitWith(
      `This user may not open port ${port}. Choose a port above 1023: ${bold(calledAs('PORT=3000 npm start'))}`,
    )
  if (error instanceof Error && error.name !== 'TypeError') exitWith(error.message)
  console.error(error)
  process.exit(1)
}

/** The requested stage. Any other argument ends with the usage. */
function requestedStage(): string | undefined {
  try {
    return parseArgs({ options: { stage: { type: 'string' } } }).values.stage
  } catch {
    exitWith(...usage.split('\n'))
  }
}

async function main(): Promise<void> {
  const stage = requestedStage()
  const port = requestedPort()
  if (port === undefined)
    exitWith(
      `PORT is ${process.env['PORT']}, which is not a port. Try ${bold(calledAs('PORT=3000 npm start'))}`,
    )
  // The compile cache halves the time of the second start.
  enableCompileCache()
  const { useBundledClients } = await import('../lib/local/aws/bundled-clients.ts')
  useBundledClients()
  const { startLocalStack } = await import('../lib/local/local-stack.ts')
  const stack = await startLocalStack({ port, stage, print: (line) => console.log(`  ${line}`) }).catch(
    (error: unknown) => explain(error, port),
  )
  const { writeRunFile } = await import('../lib/local/run-file.ts')
  const removeRunFile = await writeRunFile(stack.port, stack.environment)
  const dataDir = process.env['IEUM_DATA']
  console.log(`
  ${bold('ieum')} is ready ${dim(`after ${process.uptime().toFixed(1)} s`)}

    the demo   ${bold(`${stack.origin}/`)}
    mails      ${stack.origin}/_local/inbox
    the API    ${stack.origin}/docs
    support    x-ieum-service-key: ${stack.serviceKey}

  ${dim(dataDir === undefined ? 'Data is lost when ieum stops.' : `Data is stored in ${dataDir}.`)}
  ${dim('Ctrl-C stops it.')}
`)
  const stop = async () => {
    await removeRunFile()
    await stack.stop()
  }
  stopOnSignal(stop)
  const { watchParent } = await import('../lib/local/parent-watch.ts')
  watchParent(() => {
    void stop().then(() => process.exit(0))
  })
}

/** The first signal stops everything in order, a second one immediately. */
function stopOnSignal(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.once(signal, () => process.exit(130))
      void stop().then(() => process.exit(0))
    })
  }
}

await main()
