import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { App, Stack } from 'aws-cdk-lib'
import { build } from 'esbuild'
import { bundlingOf } from '../../lib/cloud/functions/bundling.ts'
import { stageFiles } from '../../lib/cloud/functions/stage-files.ts'
import type { DeployedStage } from '../../lib/cloud/stage/deployed-stage.ts'
import type { JobId } from '../../lib/routes/jobs.ts'
import type { ListenerId } from '../../lib/routes/listeners.ts'
import { entryOf, type RouteId } from '../../lib/routes/routes.ts'
import type { Job, Listener, Route } from '../../lib/routes/shape.ts'

/** A function of the stack. */
export type Work =
  | (Route & { readonly id: RouteId })
  | (Job & { readonly id: JobId })
  | (Listener & { readonly id: ListenerId })

/**
 * Bundles functions with the options of a deployment, and those with the same options in one run of esbuild: the command
 * of the CDK starts a process for each. Takes an empty folder. Gives the path of a function's bundle, with the stage's
 * settings beside it.
 */
export async function bundleAll(folder: string, stage: DeployedStage, all: readonly Work[]) {
  const files = stageFiles(new Stack(new App({ outdir: folder }), 'bundles'), stage)
  const groups = new Map<
    string,
    { readonly options: ReturnType<typeof optionsOf>; readonly ids: Work['id'][] }
  >()
  for (const work of all) {
    const options = optionsOf(bundlingOf(work, files))
    const key = JSON.stringify(options)
    const group = groups.get(key) ?? { options, ids: [] }
    group.ids.push(work.id)
    groups.set(key, group)
  }
  const pathOf = (id: Work['id']) => join(folder, id, 'index.js')
  for (const { options, ids } of groups.values()) {
    const entryPoints = Object.fromEntries(ids.map((id) => [`${id}/index`, entryOf(id)]))
    await build({ ...options, entryPoints, outdir: folder })
    for (const id of ids) {
      mkdirSync(join(folder, id), { recursive: true })
      for (const [name, file] of Object.entries(files)) copyFileSync(file, join(folder, id, name))
    }
  }
  return pathOf
}

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
