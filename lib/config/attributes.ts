import { compileAttributes } from '../attributes/compile.ts'
import type { CompiledAttributes } from '../attributes/compiled-attributes.ts'
import { stageAttributes as noAttributes } from '../attributes/no-attributes.ts'
import { settings } from './current-stage.ts'

/**
 * Compiles the stage's schema of attributes. This module is `#stage-attributes` where nothing is bundled; a bundle
 * reads the compiled schema beside it instead. Throws an `Error` for an unsound schema, which reading the stage
 * has already refused.
 */
export function stageAttributes(): CompiledAttributes {
  const { attributes } = settings()
  return attributes === null ? noAttributes() : compileAttributes(attributes)
}
