import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { type BuildResult, context, formatMessages } from 'esbuild'
import { ConfigurationError } from '../../config/variables.ts'
import { hooksBundling } from '../../hooks/bundle-hooks.ts'
import { loadHooks } from '../../hooks/load-hooks.ts'
import { setEnvironment } from '../environment.ts'

/**
 * Puts the service's hooks in force, and every change of them. The functions read where the hooks are at each call. Takes
 * the absolute path of the module (null: the stage has none) and what prints a short line. Throws `ConfigurationError`.
 */
export async function watchHooks(
  module: string | null,
  print: (line: string) => void,
  stack: AsyncDisposableStack,
): Promise<void> {
  if (module === null) return
  stack.defer(setEnvironment({ IEUM_HOOKS_FILE: undefined }))
  const use = (file: string): void => {
    process.env['IEUM_HOOKS_FILE'] = file
  }
  const hooks = await startHooks({ module, use, print })
  stack.defer(hooks.stop)
}

interface LocalHooksOptions {
  readonly module: string
  /** Takes the path of the bundled module: at the start, and of another file after each change. */
  readonly use: (file: string) => void
  readonly print: (line: string) => void
}

/**
 * Bundles the service's hooks as a deployment does, and again whenever a file changes that they consist of. A change that
 * cannot be loaded is printed, and the hooks before it stay. Throws `ConfigurationError` if the first ones cannot be
 * loaded.
 */
async function startHooks({ module, use, print }: LocalHooksOptions): Promise<{ stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'ieum-hooks-'))
  const name = relative(process.cwd(), module)
  const first = Promise.withResolvers<void>()
  let bundles = 0

  async function take(result: BuildResult<{ write: false }>): Promise<void> {
    try {
      const file = await written(result, join(folder, `hooks.${bundles}.cjs`))
      loadHooks(file)
      use(file)
      if (bundles > 0) print(`${name} has changed, and is in force`)
      first.resolve()
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'cannot be loaded'
      first.reject(new ConfigurationError(name, reason))
      if (bundles > 0) print(`${name} has changed, and is not in force: ${reason}`)
    }
    bundles += 1
  }

  const build = await context({
    ...hooksBundling(module),
    plugins: [{ name: 'take', setup: ({ onEnd }) => onEnd(take) }],
  })
  const stop = async () => {
    await build.dispose()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await build.watch()
    await first.promise
  } catch (error) {
    await stop()
    throw error
  }
  return { stop }
}

/** Writes a bundle. Throws an `Error` that says the faults of one that could not be made, and where they are. */
async function written(
  { errors, outputFiles }: BuildResult<{ write: false }>,
  file: string,
): Promise<string> {
  if (errors.length > 0) throw new Error((await formatMessages(errors, { kind: 'error' })).join('').trim())
  await writeFile(file, outputFiles.map(({ text }) => text).join(''))
  return file
}
