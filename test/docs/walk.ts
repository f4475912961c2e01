import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { portOf } from '../../lib/stand-ins/host/port-of.ts'
import { checkOf } from './commands.ts'
import { type Page, root } from './markdown.ts'

const run = promisify(execFile)

/** The Node of this test comes first. Nothing of the test's own environment reaches a command. */
const environment = {
  PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
  HOME: tmpdir(),
  NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
  NO_COLOR: '1',
}

/** The process of `npm start`. */
export interface Started {
  readonly origin: string
  readonly port: number
  stop(): Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server)
  server.close()
  await once(server, 'close')
  return port
}

/** Runs `npm start` on a free port until it reports that it is ready. Throws the output when it ends before. */
export async function npmStart(): Promise<Started> {
  const port = await freePort()
  // In an own process group: npm and its child processes end together.
  const child = spawn('npm', ['start'], {
    cwd: root,
    detached: true,
    env: { ...environment, PORT: `${port}` },
  })
  const ended = once(child, 'exit')
  await ready(child)
  return {
    origin: `http://localhost:${port}`,
    port,
    async stop() {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
      await ended
    },
  }
}

function ready({ stdout, stderr }: ChildProcess): Promise<void> {
  let printed = ''
  return new Promise((resolve, reject) => {
    const hear = (chunk: unknown) => {
      printed += String(chunk)
      if (printed.includes('is ready')) resolve()
    }
    stdout?.on('data', hear).on('end', () => reject(new Error(printed)))
    stderr?.on('data', hear)
  })
}

/** `npm run NAME` without npm, which would take another second, and run at the root instead of in the folder. */
function npmAs(scripts: Readonly<Record<string, string>>): string {
  const cases = Object.entries(scripts).map(([name, script]) => {
    const command = script.replaceAll(/(?:\.\/)?(bin\/[\w.-]+)/g, `'${root}$1'`)
    return `${name}) ${command} "$@" ;;`
  })
  return `npm() { local name="$2"; shift 3; case "$name" in ${cases.join(' ')} *) return 1 ;; esac; }`
}

/**
 * Runs the blocks `sh walk` of a page from top to bottom in a new folder with the page's files. Gives their output.
 * Throws when a command fails.
 */
export async function walk(
  page: Page,
  { origin, port }: Pick<Started, 'origin' | 'port'>,
  scripts: Readonly<Record<string, string>>,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ieum-docs-'))
  try {
    const files = page.blocks.filter(({ title }) => /^[\w-]+\.\w+$/.test(title))
    await Promise.all(files.map(({ title, text }) => writeFile(join(folder, title), text)))
    const steps = page.blocks.filter((block) => checkOf(block) === 'walked').map(({ text }) => text)
    const script = [npmAs(scripts), ...steps].join('\n').replaceAll('http://localhost:3000', origin)
    const env = { ...environment, PORT: `${port}` }
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, env })
    return stdout
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Runs one command as a reader types it, in a folder (the root by default). Gives its output. */
export async function typed(command: string, cwd = root): Promise<string> {
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', command], { cwd, env: environment })
  return stdout
}
