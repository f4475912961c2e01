import { copyFileSync, cpSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { App, Stack } from 'aws-cdk-lib'
import { bundleAll } from '../../lib/cloud/functions/bundle-all.ts'
import { stageFiles } from '../../lib/cloud/functions/stage-files.ts'
import type { DeployedStage } from '../../lib/cloud/stage/deployed-stage.ts'
import { consumers } from '../../lib/routes/consumers.ts'
import { jobs } from '../../lib/routes/jobs.ts'
import { listeners } from '../../lib/routes/listeners.ts'
import { type LambdaWork, routes } from '../../lib/routes/routes.ts'
import { subscribers } from '../../lib/routes/subscribers.ts'
import { onceInRun } from './once-in-run.ts'

/** Every function of a deployment. */
export const everyFunction: readonly LambdaWork[] = [
  ...Object.values(routes),
  ...Object.values(jobs),
  ...Object.values(listeners),
  ...Object.values(subscribers),
  ...Object.values(consumers),
]

/** Gives the path of a function's bundle. */
export type PathOf = (id: LambdaWork['id']) => string

const pathsIn =
  (folder: string): PathOf =>
  (id) =>
    join(folder, id, 'index.js')

/** A folder with every function, bundled with the options of a deployment once in a run. It holds no file of a stage. */
export const bundlesFolder = (): Promise<string> =>
  onceInRun('bundles', async (folder) => {
    await bundleAll(folder, everyFunction)
  })

/** The bundle of every function in that folder. */
export const sharedBundles = async (): Promise<PathOf> => pathsIn(await bundlesFolder())

/** Copies of all bundles in an empty folder, with the files of a stage beside each. */
export async function bundlesWith(folder: string, stage: DeployedStage): Promise<PathOf> {
  const shared = await sharedBundles()
  const files = stageFiles(new Stack(new App({ outdir: folder }), 'bundles'), stage)
  const pathOf = pathsIn(folder)
  for (const { id } of everyFunction) {
    cpSync(dirname(shared(id)), dirname(pathOf(id)), { recursive: true })
    for (const [name, file] of Object.entries(files)) copyFileSync(file, join(dirname(pathOf(id)), name))
  }
  return pathOf
}
