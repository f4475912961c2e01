import { copyFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { App, Stack } from 'aws-cdk-lib'
import { bundleAll as bundleOnly } from '../../lib/cloud/functions/bundle-all.ts'
import { stageFiles } from '../../lib/cloud/functions/stage-files.ts'
import type { DeployedStage } from '../../lib/cloud/stage/deployed-stage.ts'
import type { LambdaWork } from '../../lib/routes/routes.ts'

/**
 * Bundles functions with the options of a deployment. Takes an empty folder. Gives the path of a function's bundle, with
 * the stage's files beside it.
 */
export async function bundleAll(folder: string, stage: DeployedStage, all: readonly LambdaWork[]) {
  const files = stageFiles(new Stack(new App({ outdir: folder }), 'bundles'), stage)
  const pathOf = await bundleOnly(folder, all)
  for (const { id } of all) {
    for (const [name, file] of Object.entries(files)) copyFileSync(file, join(dirname(pathOf(id)), name))
  }
  return pathOf
}
