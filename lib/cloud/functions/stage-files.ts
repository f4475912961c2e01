import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Stage } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { buildSync } from 'esbuild'
import { attributesModule } from '../../attributes/compile.ts'
import { type DeployedStage, stageText } from '../stage/deployed-stage.ts'

/** Where esbuild finds what compiled code leans on. */
const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Stands for `#stage-attributes` in the bundles of a stage without a schema. */
export const noAttributes = './lib/attributes/no-attributes.ts'

/** What the bundles of a stage take in. */
export interface StageFiles {
  /** The file that is laid beside each bundle as `stage.json`. */
  readonly settings: string
  /** The module of the stage's compiled schema of attributes, which each bundle holds. */
  readonly attributes: string
}

/** Writes what the bundles of a stage take in beside its template, and gives the paths. */
export const stageFiles = (scope: Construct, stage: DeployedStage): StageFiles => ({
  settings: written(scope, 'stage', 'json', stageText(stage)),
  attributes: attributesFile(scope, stage),
})

/** One module that needs nothing else; without a schema it is the module of those that have none. */
function attributesFile(scope: Construct, { attributes }: DeployedStage): string {
  if (attributes === null) return noAttributes
  const { outputFiles } = buildSync({
    stdin: { contents: attributesModule(attributes), resolveDir: root },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    write: false,
  })
  return written(scope, 'attributes', 'mjs', outputFiles.map((file) => file.text).join(''))
}

function written(scope: Construct, name: string, extension: string, text: string): string {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16)
  // The CDK's command gives a relative folder, which esbuild would take for the name of a package.
  const path = join(resolve(Stage.of(scope)?.outdir ?? root), `${name}.${hash}.${extension}`)
  writeFileSync(path, text)
  return path
}
