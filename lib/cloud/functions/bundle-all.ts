import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { entryOf, type LambdaWork } from '../../routes/routes.ts'
import { bundlingOf } from './bundling.ts'
import { libraryFiles } from './library-files.ts'

/**
 * Bundles functions with the options of a deployment, and those with the same options in one run of esbuild: the command
 * of the CDK starts a process for each. Runs in the repository's root. Takes an empty folder. Gives the path of a
 * function's bundle, to which the stage's files are still to be added.
 */
export async function bundleAll(folder: string, all: readonly LambdaWork[]) {
  const groups = new Map<string, { readonly options: ReturnType<typeof optionsOf>; readonly ids: Id[] }>()
  for (const work of all) {
    const options = optionsOf(bundlingOf(work, { 'stage.json': '' }))
    const key = JSON.stringify(options)
    const group = groups.get(key) ?? { options, ids: [] }
    group.ids.push(work.id)
    groups.set(key, group)
  }
  for (const { options, ids } of groups.values()) {
    const entryPoints = Object.fromEntries(ids.map((id) => [`${id}/index`, entryOf(id)]))
    await build({ ...options, entryPoints, outdir: folder })
    for (const id of ids) {
      for (const [name, file] of Object.entries(libraryFiles())) copyFileSync(file, join(folder, id, name))
    }
  }
  return (id: Id) => join(folder, id, 'index.js')
}

type Id = LambdaWork['id']

/** The options of esbuild that the CDK's bundling stands for. */
function optionsOf({ minify = false, mainFields = [], esbuildArgs = {} }: ReturnType<typeof bundlingOf>) {
  const alias = Object.fromEntries(
    Object.entries(esbuildArgs).flatMap(([name, value]) =>
      name.startsWith('--alias:') ? [[name.slice('--alias:'.length), String(value)] as const] : [],
    ),
  )
  return {
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    charset: 'utf8',
    loader: { '.json': 'empty' },
    logLevel: 'error',
    minify,
    mainFields,
    alias,
  } as const
}
