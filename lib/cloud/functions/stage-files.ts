import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Stage } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { buildSync } from 'esbuild'
import { attributesModule } from '../../attributes/compile.ts'
import { type DeployedStage, stageText } from '../stage/deployed-stage.ts'

/** The folder where esbuild finds the libraries of compiled code. */
const root = fileURLToPath(new URL('../../../', import.meta.url))

/** The module `#stage-attributes` of a stage without a schema. */
const noAttributes = './lib/attributes/no-attributes.ts'

/** The stage's files for the bundles. */
export interface StageFiles {
  /** The file that is copied beside each bundle as `stage.json`. */
  readonly settings: string
  /** The module with the stage's compiled schema of attributes, which each bundle contains. */
  readonly attributes: string
}

/** Writes the stage's files for the bundles beside its template. Gives their paths. */
export const stageFiles = (scope: Construct, stage: DeployedStage): StageFiles => ({
  settings: writeFile(scope, 'stage', 'json', stageText(stage)),
  attributes: attributesFile(scope, stage),
})

/** A self-contained module with the compiled schema, or the module for stages without one. */
function attributesFile(scope: Construct, { attributes }: DeployedStage): string {
  if (attributes === null) return noAttributes
  const { outputFiles } = buildSync({
    stdin: { contents: attributesModule(attributes), resolveDir: root },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    write: false,
  })
  return writeFile(scope, 'attributes', 'mjs', outputFiles.map((file) => file.text).join(''))
}

function writeFile(scope: Construct, name: string, extension: string, text: string): string {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16)
  // The CDK's command gives a relative folder, which esbuild would read as a package name.
  const path = join(resolve(Stage.of(scope)?.outdir ?? root), `${name}.${hash}.${extension}`)
  writeFileSync(path, text)
  return path
}
