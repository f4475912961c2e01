import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Stage } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { buildSync } from 'esbuild'
import { attributesModule } from '../../attributes/compile.ts'
import { bundleHooks } from '../../hooks/bundle-hooks.ts'
import type { Route } from '../../routes/routes.ts'
import { type DeployedStage, stageText } from '../stage/deployed-stage.ts'

/** The folder where esbuild finds the libraries of compiled code. */
const root = fileURLToPath(new URL('../../../', import.meta.url))

/** The stage's files, which are copied beside each bundle by these names. A bundle itself is the same for all stages. */
export interface StageFiles {
  readonly 'stage.json': string
  /** The module with the stage's compiled schema of attributes, where it has one. */
  readonly 'attributes.cjs'?: string
  /** The service's bundled hooks, where it has any: beside the bundles that call them alone. */
  readonly 'hooks.cjs'?: string
}

/**
 * Writes the stage's files for the bundles beside its template. Gives their paths. Throws an `Error` for a module of hooks
 * that cannot be bundled.
 */
export const stageFiles = (scope: Construct, stage: DeployedStage): StageFiles => ({
  'stage.json': writeFile(scope, 'stage', 'json', stageText(stage)),
  ...(stage.attributes !== null && {
    'attributes.cjs': writeFile(scope, 'attributes', 'cjs', compiled(stage.attributes)),
  }),
  ...(stage.hooks !== null && { 'hooks.cjs': writeFile(scope, 'hooks', 'cjs', bundleHooks(stage.hooks)) }),
})

/** The names and paths of the files that lie beside the bundle of a function: its hooks only if it calls any. */
export const bundledFiles = ({ touches }: Pick<Route, 'touches'>, files: StageFiles) =>
  Object.entries(files).filter(([name]) => name !== 'hooks.cjs' || touches.hooks !== undefined)

/** A self-contained module with the compiled schema. */
function compiled(attributes: NonNullable<DeployedStage['attributes']>): string {
  const { outputFiles } = buildSync({
    stdin: { contents: attributesModule(attributes), resolveDir: root },
    bundle: true,
    format: 'cjs',
    platform: 'neutral',
    write: false,
  })
  return outputFiles.map((file) => file.text).join('')
}

function writeFile(scope: Construct, name: string, extension: string, text: string): string {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16)
  // The CDK's command gives a relative folder, which esbuild would read as a package name.
  const path = join(resolve(Stage.of(scope)?.outdir ?? root), `${name}.${hash}.${extension}`)
  writeFileSync(path, text)
  return path
}
